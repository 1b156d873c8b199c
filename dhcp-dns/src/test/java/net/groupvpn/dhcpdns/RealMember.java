package net.groupvpn.dhcpdns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.dhcpdns.name.DnsRequest;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A whole member on a virtual network: real overlay, real hash table, real services. */
final class RealMember implements GroupServices.Listener {
  private static final byte[] REALM = {8, 7, 6, 5, 4, 3, 2, 1};

  final NodeId id;
  final SimulatedHost host;
  OverlayNode node;
  Engine engine;
  GroupServices services;
  private final ScenarioNetwork network;
  private final Function<NodeId, Security> securities;
  private RouteSnapshot routes = RouteSnapshot.EMPTY;

  RealMember(ScenarioNetwork network, VirtualNetwork group, String name, Ipv4Address... wished) {
    this(network, ModelSecurity::new, settings(group, name, wished));
  }

  /** A member whose certificates {@code securities} make. */
  RealMember(
      ScenarioNetwork network,
      Function<NodeId, Security> securities,
      GroupServices.Settings settings) {
    this.network = network;
    this.securities = securities;
    List<Parts> parts = new ArrayList<>();
    host =
        network.add(
            added -> {
              Parts created = create(added, NodeId.random(added.random()), settings);
              parts.add(created);
              return created.node;
            });
    Parts created = parts.get(0);
    id = created.node.self();
    node = created.node;
    engine = created.engine;
    services = created.services;
  }

  static GroupServices.Settings settings(VirtualNetwork group, String name, Ipv4Address... wished) {
    return new GroupServices.Settings(group, "office.gvpn", List.of(wished), name);
  }

  /**
   * A new process with the same keys; apart from the requested address and name, it has forgotten
   * everything.
   */
  void restart(GroupServices.Settings settings) {
    routes = RouteSnapshot.EMPTY;
    host.start(
        again -> {
          Parts created = create(again, id, settings);
          node = created.node;
          engine = created.engine;
          services = created.services;
          return created.node;
        });
  }

  private record Parts(OverlayNode node, Engine engine, GroupServices services) {}

  private Parts create(SimulatedHost added, NodeId self, GroupServices.Settings settings) {
    Engine engine = new Engine(added.random(), added.now());
    OverlayNode overlay =
        new OverlayNode(engine, new IndexAllocator(), REALM, securities.apply(self));
    overlay.attachment().setLocalCandidates(List.of(added.endpoint()));
    GroupServices created = new GroupServices(overlay, engine, settings, this);
    // The first one has nobody to ask when it starts, but may be restarted.
    overlay.addSeed(Kernel.endpointOf(added.number() == 0 ? 1 : 0));
    created.start();
    overlay.start();
    return new Parts(overlay, engine, created);
  }

  boolean isReady() {
    return services.address() != null && services.name() != null;
  }

  Ipv4Address address() {
    return Objects.requireNonNull(services.address());
  }

  boolean mayUse(RealMember sender, Ipv4Address source) {
    return routes.mayUse4(sender.id, source.bits(), network.now().bootNanos());
  }

  void command(Runnable command) {
    host.command(command);
  }

  /** The answer of this member's resolver: the records' data, or the code if there are none. */
  String ask(String name, int type) throws Exception {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    List<byte[]> answers = new ArrayList<>();
    DnsRequest request = new DnsRequest(query.toWire(), false, new Ipv6Address(0, 1));
    command(() -> services.onDnsQuery(request, answers::add));
    network.runUntil(() -> !answers.isEmpty(), Duration.ofSeconds(10));
    Message reply = new Message(answers.get(0));
    List<Record> found = reply.getSection(Section.ANSWER);
    return found.isEmpty() ? Rcode.string(reply.getRcode()) : found.get(0).rdataToString();
  }

  @Override
  public void onRoutes(RouteSnapshot snapshot) {
    routes = snapshot;
  }

  @Override
  public void onAddress(Ipv4Address address, long generation) {}

  @Override
  public void onAddressLost(Ipv4Address address, String reason) {}

  @Override
  public void onName(String label) {}

  @Override
  public void onNameLost(String label, String reason) {}
}
