package net.groupvpn.client.dataplane;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;

/**
 * The stages of both directions, connected in a packet's order, and the jobs that move packets
 * through them.
 */
final class Stages {
  final Snapshots snapshots;
  final OwnDatagrams ownDatagrams;
  final Forwarder forwarder;
  final Admission admission;
  final InboundPipeline inbound;
  private final FrameWriter writer;
  private final RouterAdvertiser routers;
  private final ExitPings pings;
  final ExitPackets exits;
  private final OutboundPipeline outbound;
  private final BootClock clock;
  private final AtomicBoolean forwardHeld = new AtomicBoolean();
  private final AtomicBoolean admitHeld = new AtomicBoolean();
  private final AtomicBoolean sendPings = new AtomicBoolean();

  Stages(
      GroupAddresses addresses,
      TapDevice tap,
      BatchPort port,
      DataPlane.Environment environment,
      ServiceStreams.Timer timer,
      PacketCounters counters) {
    EngineInbox inbox = environment.inbox();
    clock = environment.clock();
    snapshots = new Snapshots(addresses);
    ownDatagrams = new OwnDatagrams(port.localPort());
    writer = new FrameWriter(tap, addresses);
    routers = new RouterAdvertiser(addresses, writer, clock);
    PeerSender sender = new PeerSender(port, inbox, new LongPackets(writer, clock), counters);
    forwarder = new Forwarder(snapshots, sender, inbox, clock, counters);
    pings = new ExitPings(addresses, snapshots, sender, counters, new SecureRandom().nextLong());
    exits =
        new ExitPackets(addresses.self(), snapshots, sender, pings, counters, inbox::onForwarded);
    PacketJoiner joiner = new PacketJoiner(tap, writer, counters);
    Admission.Delivery delivery = new Admission.Delivery(writer, joiner, pings, exits);
    admission =
        new Admission(new InboundRules(addresses), snapshots, delivery, inbox, clock, counters);
    // A separate sender: with two threads this is another thread than the outbound pipeline's.
    PeerSender forwarding = new PeerSender(port, inbox, new LongPackets(writer, clock), counters);
    Relay relay = new Relay(forwarding, counters, environment.relays(), clock.bootNanos());
    InboundPipeline.Ways ways = new InboundPipeline.Ways(admission, joiner, relay);
    inbound = new InboundPipeline(port, inbox, snapshots, ways, clock, counters);
    OutboundPipeline.LocalAnswers answers =
        new OutboundPipeline.LocalAnswers(
            new NeighbourAnswers(addresses, writer),
            new ServiceAnswers(environment.service(), writer, clock, timer, counters),
            ownDatagrams,
            new ExitAnswers(pings, writer, clock, counters, inbox::onForwarded),
            new DhcpAnswers(addresses, environment.service(), writer, clock, counters),
            routers);
    outbound =
        new OutboundPipeline(tap, addresses, snapshots, answers, forwarder, sender, counters);
  }

  /** These machines are behind the device from now on. Any thread. */
  void publishMachines(MachineTable machines) {
    writer.publishMachines(machines);
    snapshots.publishMachines(machines);
    routers.publishMachines(machines);
  }

  /** The jobs of receiving. */
  List<PacketLoop.Job> receiving() {
    return List.of(once(admitHeld, admission::flush), inbound::receiveSome);
  }

  /** The jobs of sending. */
  List<PacketLoop.Job> sending() {
    return List.of(
        once(forwardHeld, forwarder::flush),
        once(sendPings, pings::flush),
        exits::sendSome,
        outbound::readSome,
        () -> outbound.sendSome(clock));
  }

  /** A job that runs whenever the flag was set. */
  private static PacketLoop.Job once(AtomicBoolean wanted, Runnable action) {
    return () -> {
      boolean isWanted = wanted.getPlain() && wanted.getAndSet(false);
      if (isWanted) {
        action.run();
      }
      return isWanted;
    };
  }

  /** Has a ping sent through a gateway. Any thread. */
  void ping(NodeId gateway, ExitTarget target, int sequence) {
    pings.ask(gateway, target, sequence);
    sendPings.set(true);
  }

  /**
   * Has the system, or what carries packets in its place, forward a ping of this gateway's own;
   * false if it refused. Any thread.
   */
  boolean testForwarding(ExitTarget target, int sequence) {
    Boolean carried = exits.test(target, sequence);
    return carried != null ? carried : pings.askSystem(writer, target, sequence);
  }

  /** Requests another try for packets waiting to be sent; false if none wait. Any thread. */
  boolean releaseOutbound() {
    boolean isWaiting = forwarder.hasHeld();
    if (isWaiting) {
      forwardHeld.set(true);
    }
    return isWaiting;
  }

  /** Requests another try for packets waiting to be delivered; false if none wait. Any thread. */
  boolean releaseInbound() {
    boolean isWaiting = admission.hasHeld();
    if (isWaiting) {
      admitHeld.set(true);
    }
    return isWaiting;
  }
}
