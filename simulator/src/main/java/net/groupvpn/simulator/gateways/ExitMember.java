package net.groupvpn.simulator.gateways;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.gateway.GatewayAnnouncer;
import net.groupvpn.gateway.GatewayClient;
import net.groupvpn.gateway.GatewayLoads;
import net.groupvpn.gateway.GatewayOffer;
import net.groupvpn.gateway.GatewayRule;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import net.groupvpn.simulator.world.SimulatedMachine;
import org.jspecify.annotations.Nullable;

/**
 * One machine with the real services of a gateway and of those who use gateways. Pings end at the
 * gateway: what lies beyond it is not part of the world.
 */
final class ExitMember {
  private static final String GROUP_ID = "cd".repeat(32);
  private static final int PINGS = 14;
  private static final int PONGS = 15;
  private static final GatewayOffer OFFER =
      new GatewayOffer(Ipv4Address.parse("192.0.2.1"), null, null, 0, 0, "here");

  private final SimulatedMachine machine;
  private final GatewayRule rule;
  private final Predicate<NodeId> mayBeGateway;
  private @Nullable GatewayClient client;
  private @Nullable GatewayAnnouncer announcer;
  private @Nullable GatewayLoads loads;
  private @Nullable NodeId used;
  private int changes;

  /** Begins with the machine's next start. */
  ExitMember(SimulatedMachine machine, GatewayRule rule, Predicate<NodeId> mayBeGateway) {
    this.machine = machine;
    this.rule = rule;
    this.mayBeGateway = mayBeGateway;
    machine.observe((itself, node) -> begin(node));
  }

  private void begin(OverlayNode node) {
    GatewayLoads itsLoads = new GatewayLoads(node, machine.engine());
    GatewayClient itsClient =
        new GatewayClient(
            node,
            machine.engine(),
            GROUP_ID,
            mayBeGateway,
            itsLoads,
            (to, offer, sequence) -> node.sendToPeer(to, PINGS, encode(sequence)),
            (chosen, offer) -> onGateway(chosen));
    itsClient.setRule(rule);
    node.handleChannel(PINGS, (from, payload) -> node.sendToPeer(from.peer(), PONGS, payload));
    node.handleChannel(PONGS, (from, payload) -> itsClient.onPong(from.peer(), decode(payload)));
    announcer = new GatewayAnnouncer(node, GROUP_ID);
    client = itsClient;
    loads = itsLoads;
    used = null;
  }

  private static byte[] encode(int sequence) {
    return new WireWriter().u16(sequence).toBytes();
  }

  private static int decode(byte[] payload) {
    try {
      return new WireReader(payload).u16();
    } catch (WireException e) {
      throw new IllegalStateException("pings are well-formed", e);
    }
  }

  private void onGateway(@Nullable NodeId chosen) {
    changes += used != null && !Objects.equals(used, chosen) ? 1 : 0;
    used = chosen;
  }

  SimulatedMachine machine() {
    return machine;
  }

  boolean isUp() {
    return machine.isUp();
  }

  /** Offers to be a gateway. */
  void offer() {
    machine.command(
        () -> {
          Objects.requireNonNull(announcer).offer(OFFER);
          Objects.requireNonNull(loads).setServing(true);
        });
  }

  /** Uses a gateway from now on, all the time. */
  void want() {
    machine.command(
        () -> {
          GatewayClient itsClient = Objects.requireNonNull(client);
          itsClient.use(List.of());
          itsClient.setBusy(true);
        });
  }

  boolean uses(ExitMember gateway) {
    return Objects.equals(gateway.machine.id(), used);
  }

  /** How often it left a gateway. */
  int changes() {
    return changes;
  }
}
