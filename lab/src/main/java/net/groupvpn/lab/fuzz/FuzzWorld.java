package net.groupvpn.lab.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.gateway.GatewayLoads;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.discovery.DiscoveryKeys;
import net.groupvpn.overlay.discovery.OverlayDiscovery;
import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.host.MemberFinder;
import net.groupvpn.overlay.host.OverlayHost;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.survey.Survey;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;

/**
 * Honest machines, one of which is the others' seed, and a hostile one.
 *
 * <pre>
 *   honest 0 (seed) ... honest 4      hostile
 *          all linked with each other
 * </pre>
 */
final class FuzzWorld {
  /** Channels with a listener, and one without. */
  static final List<Integer> CHANNELS = List.of(1, 2, 3, 4, 5, 9);

  private static final int HONEST = 5;
  private static final byte[] SECRET = new byte[32];
  static final String GROUP = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final Duration SETTLING = Duration.ofSeconds(60);

  final ScenarioNetwork network;
  final List<FuzzMachine> honest = new ArrayList<>();
  final List<Tracer> tracers = new ArrayList<>();
  final List<Survey> surveys = new ArrayList<>();
  final List<NewsDesk> newsDesks = new ArrayList<>();
  final FuzzMachine hostile;
  private final Flavour flavour;
  private final Dice ids;
  private final Lists lists;
  private final VirtualNetwork addresses =
      new VirtualNetwork(GROUP, Ipv4Range.parse("10.128.0.0/16"));

  /** {@code patched} makes the hostile machine's security, for each of its nodes. */
  FuzzWorld(Flavour flavour, long seed, Supplier<Security> patched) {
    this.flavour = flavour;
    ids = new Dice(seed);
    lists = new Lists(seed);
    network = new ScenarioNetwork(seed);
    for (int i = 0; i < HONEST; i++) {
      honest.add(add(() -> new CredulousSecurity(ids.randomId())));
    }
    hostile = add(patched);
    network.runUntil(() -> all().stream().allMatch(OverlayNode::isJoined), SETTLING);
    network.runFor(Duration.ofSeconds(5));
  }

  List<OverlayNode> all() {
    List<OverlayNode> nodes = new ArrayList<>(hostile.nodes());
    honest.forEach(machine -> nodes.addAll(machine.nodes()));
    return nodes;
  }

  private FuzzMachine add(Supplier<Security> security) {
    List<OverlayNode> nodes = new ArrayList<>();
    SimulatedHost host =
        network.add(
            added ->
                flavour == Flavour.MEMBER
                    ? addMember(added, security, nodes)
                    : addHost(added, security, nodes));
    return new FuzzMachine(host, nodes);
  }

  private EngineCore addMember(
      SimulatedHost host, Supplier<Security> security, List<OverlayNode> nodes) {
    Realm realm = privateRealm(host, new IndexAllocator(), security);
    nodes.add(realm.node());
    start(host, realm);
    return realm.node();
  }

  private EngineCore addHost(
      SimulatedHost host, Supplier<Security> security, List<OverlayNode> nodes) {
    IndexAllocator indexes = new IndexAllocator();
    Realm own = privateRealm(host, indexes, security);
    Realm open =
        Realm.ofPublicOverlay(new Engine(host.random(), host.now()), indexes, security.get());
    PublicDiscovery discovery =
        new OverlayDiscovery(
            open.engine(), open.node().dht(), open.node().messenger(), DiscoveryKeys.of(SECRET));
    OverlayHost core = new OverlayHost(indexes, open, own, discovery);
    nodes.add(own.node());
    nodes.add(open.node());
    start(host, open);
    start(host, own);
    new MemberFinder(open, own, discovery).start();
    return core;
  }

  private Realm privateRealm(
      SimulatedHost host, IndexAllocator indexes, Supplier<Security> security) {
    Engine engine = new Engine(host.random(), host.now());
    Realm realm = Realm.ofGroup(GROUP, engine, indexes, security.get(), LeaseTimes.STANDARD);
    OverlayNode node = realm.node();
    tracers.add(node.diagnostics().enableTracing());
    surveys.add(node.diagnostics().enableSurvey("fuzz"));
    GroupServices.Settings settings =
        new GroupServices.Settings(addresses, "office.gvpn", List.of(), "node" + host.number());
    GroupServices services = new GroupServices(node, engine, settings, new Silent());
    services.start();
    new GatewayLoads(node, engine).setServing(true);
    newsDesks.add(new NewsDesk(realm, lists, 1 + host.number()));
    return realm;
  }

  private static void start(SimulatedHost host, Realm realm) {
    realm.node().attachment().setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      realm.node().addSeed(Kernel.endpointOf(0));
    }
    realm.node().start();
  }

  /** A tap that observes nothing. */
  private static final class Silent implements GroupServices.Listener {
    @Override
    public void onRoutes(RouteSnapshot routes) {}

    @Override
    public void onAddress(Ipv4Address address, long generation) {}

    @Override
    public void onAddressLost(Ipv4Address address, String reason) {}

    @Override
    public void onName(String label) {}

    @Override
    public void onNameLost(String label, String reason) {}
  }
}
