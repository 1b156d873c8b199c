package net.groupvpn.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** A member that is, or uses, a gateway; pings travel on a channel of the overlay. */
final class GatewayMember {
  private static final byte[] REALM = {8, 7, 6, 5, 4, 3, 2, 1};
  private static final String GROUP = "ab".repeat(32);
  private static final int PING_CHANNEL = 200;
  private static final int PONG_CHANNEL = 201;

  private final SimulatedHost host;
  private final List<NodeId> used = new ArrayList<>();
  private final OverlayNode node;
  private final GatewayAnnouncer announcer;
  private final GatewayLoads loads;
  private final GatewayClient client;
  private @Nullable NodeId gateway;
  private boolean isUplinkCut;

  GatewayMember(ScenarioNetwork network, Predicate<NodeId> mayBeGateway) {
    List<OverlayNode> made = new ArrayList<>();
    List<Engine> engines = new ArrayList<>();
    host =
        network.add(
            added -> {
              Engine engine = new Engine(added.random(), added.now());
              engines.add(engine);
              made.add(overlay(added, engine));
              return made.get(0);
            });
    node = made.get(0);
    announcer = new GatewayAnnouncer(node, GROUP);
    loads = new GatewayLoads(node, engines.get(0));
    client =
        new GatewayClient(
            node,
            engines.get(0),
            GROUP,
            mayBeGateway,
            loads,
            (to, offer, sequence) -> made.get(0).sendToPeer(to, PING_CHANNEL, encode(sequence)),
            (chosen, offer) -> onGateway(chosen));
    node.handleChannel(PING_CHANNEL, (from, payload) -> onPing(from.peer(), payload));
    node.handleChannel(
        PONG_CHANNEL,
        (from, payload) ->
            client.onPong(from.peer(), (payload[0] & 0xff) << 8 | (payload[1] & 0xff)));
  }

  private static OverlayNode overlay(SimulatedHost added, Engine engine) {
    NodeId self = NodeId.random(added.random());
    OverlayNode made =
        new OverlayNode(engine, new IndexAllocator(), REALM, new ModelSecurity(self));
    made.attachment().setLocalCandidates(List.of(added.endpoint()));
    made.addSeed(Kernel.endpointOf(added.number() == 0 ? 1 : 0));
    made.start();
    return made;
  }

  private void onPing(NodeId from, byte[] payload) {
    if (!isUplinkCut) {
      node.sendToPeer(from, PONG_CHANNEL, payload);
    }
  }

  private static byte[] encode(int sequence) {
    return new WireWriter().u16(sequence).toBytes();
  }

  private void onGateway(@Nullable NodeId chosen) {
    gateway = chosen;
    if (chosen != null) {
      used.add(chosen);
    }
  }

  NodeId id() {
    return node.self();
  }

  SimulatedHost host() {
    return host;
  }

  GatewayClient client() {
    return client;
  }

  boolean uses(NodeId other) {
    return Objects.equals(other, gateway);
  }

  boolean usesAnother(NodeId than) {
    return gateway != null && !Objects.equals(than, gateway);
  }

  List<NodeId> everUsed() {
    return used;
  }

  boolean usesNone() {
    return gateway == null;
  }

  void onPolicy() {
    host.command(client::onPolicy);
  }

  void look(Consumer<List<GatewayClient.Entry>> done) {
    host.command(() -> client.look(done));
  }

  void offer() {
    offer(Ipv4Address.parse("192.0.2.1"));
  }

  void offer(Ipv4Address probe) {
    host.command(
        () -> {
          announcer.offer(new GatewayOffer(probe, null, null, 0, 0, "here"));
          loads.setServing(true);
        });
  }

  int clients() {
    return loads.clients();
  }

  void withdraw() {
    host.command(announcer::withdraw);
  }

  void use(List<NodeId> list) {
    host.command(
        () -> {
          client.use(list);
          client.setBusy(true);
        });
  }

  void cutUplink() {
    isUplinkCut = true;
  }

  void mendUplink() {
    isUplinkCut = false;
  }
}
