package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.record.PeerSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group's packets between its device and the process's socket. One daemon thread does both
 * directions, or one each: {@link OutboundPipeline} and {@link InboundPipeline} list their stages.
 * The engine publishes snapshots from its own thread; what waited for them is sent by the data
 * plane's. All public methods are thread-safe and none blocks, except {@link #close}.
 */
public final class DataPlane implements AutoCloseable {
  /** The device's MTU: what fits into Ethernet's 1,500 bytes over IPv6. */
  public static final int INNER_MTU_BYTES = 1_420;

  /** What is forwarded for others at most. */
  public static final long RELAYED_BYTES_PER_SECOND = Relay.TOTAL_BYTES_PER_SECOND;

  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

  private final TapDevice tap;
  private final BatchPort port;
  private final EngineInbox inbox;
  private final PacketCounters counters = new PacketCounters();
  private final Snapshots snapshots;
  private final OwnDatagrams ownDatagrams;
  private final Forwarder forwarder;
  private final Admission admission;
  private final InboundPipeline inbound;
  private final AtomicBoolean forwardHeld = new AtomicBoolean();
  private final AtomicBoolean admitHeld = new AtomicBoolean();
  private final PacketLoop outboundLoop;
  private final PacketLoop inboundLoop;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Whom the data plane asks, and what else is given.
   *
   * @param relays whether it forwards for others
   */
  public record Environment(
      EngineInbox inbox, LocalService service, BootClock clock, boolean relays) {}

  /** How many threads there are. */
  public enum Threads {
    /** One for both directions: fewest wake-ups, least delay. */
    ONE,
    /** One for each direction: for machines with cores to spare. */
    TWO
  }

  /**
   * Puts it together; {@link #start} starts it.
   *
   * @param self this node
   * @param io closed by {@link #close}; nobody else receives from it
   */
  public DataPlane(
      VirtualNetwork network, NodeId self, PacketIo io, Threads count, Environment environment)
      throws IOException {
    tap = io.tap();
    port = io.port();
    inbox = environment.inbox();
    GroupAddresses addresses = new GroupAddresses(network, self);
    snapshots = new Snapshots(addresses);
    ownDatagrams = new OwnDatagrams(port.localPort());
    BootClock clock = environment.clock();
    FrameWriter writer = new FrameWriter(tap);
    PeerSender sender = new PeerSender(port, inbox, new LongPackets(writer, clock), counters);
    forwarder = new Forwarder(snapshots, sender, inbox, clock, counters);
    PacketJoiner joiner = new PacketJoiner(tap, writer, counters);
    admission =
        new Admission(
            new InboundRules(addresses),
            snapshots,
            new Admission.Delivery(writer, joiner),
            inbox,
            clock,
            counters);
    // Its own sender, since with two threads this is another one than the outbound pipeline's.
    PeerSender forwarding = new PeerSender(port, inbox, new LongPackets(writer, clock), counters);
    Relay relay = new Relay(forwarding, counters, environment.relays(), clock.bootNanos());
    inbound =
        new InboundPipeline(
            port,
            inbox,
            snapshots,
            new InboundPipeline.Ways(admission, joiner, relay),
            clock,
            counters);
    OutboundPipeline outbound =
        new OutboundPipeline(
            tap,
            addresses,
            snapshots,
            new OutboundPipeline.LocalAnswers(
                new NeighbourAnswers(addresses, writer),
                new ServiceAnswers(environment.service(), writer, counters),
                ownDatagrams),
            forwarder,
            sender,
            counters);
    List<PacketLoop.Job> receiving =
        List.of(once(admitHeld, admission::flush), inbound::receiveSome);
    List<PacketLoop.Job> sending =
        List.of(
            once(forwardHeld, forwarder::flush),
            outbound::readSome,
            () -> outbound.sendSome(clock));
    boolean isOne = count == Threads.ONE;
    List<PacketLoop.Job> both = new ArrayList<>(receiving);
    both.addAll(sending);
    inboundLoop = new PacketLoop(io.waiter(isOne, true), isOne ? both : receiving);
    outboundLoop = isOne ? inboundLoop : new PacketLoop(io.waiter(true, false), sending);
    threads.add(thread(isOne ? "gvpn-packets" : "gvpn-inbound", inboundLoop));
    if (!isOne) {
      threads.add(thread("gvpn-outbound", outboundLoop));
    }
  }

  /** A job that is done whenever the flag was set. */
  private static PacketLoop.Job once(AtomicBoolean wanted, Runnable action) {
    return () -> {
      boolean isWanted = wanted.getPlain() && wanted.getAndSet(false);
      if (isWanted) {
        action.run();
      }
      return isWanted;
    };
  }

  private Thread thread(String name, PacketLoop loop) {
    Thread thread = new Thread(() -> runLoudly(name, loop), name);
    thread.setDaemon(true);
    return thread;
  }

  private void runLoudly(String name, PacketLoop loop) {
    try {
      loop.run();
    } catch (Throwable e) {
      LOG.error("the thread {} has ended; packets no longer pass", name, e);
      inbox.onDataPlaneFailed(name, e);
    }
  }

  /** Starts the threads. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** A peer's keys or path are these from now on; what waited for it is sent. */
  public void publish(PeerSnapshot peer) {
    snapshots.publish(peer);
    releaseHeld();
  }

  /** The session with this peer is over: nothing is sealed for it or accepted from it any more. */
  public void withdraw(NodeId peer) {
    snapshots.withdraw(peer);
  }

  /** Addresses belong to these peers from now on; what waited for them is sent or delivered. */
  public void publishRoutes(RouteSnapshot routes) {
    snapshots.publishRoutes(routes);
    releaseHeld();
  }

  private void releaseHeld() {
    if (forwarder.hasHeld()) {
      forwardHeld.set(true);
      outboundLoop.wake();
    }
    if (admission.hasHeld()) {
      admitHeld.set(true);
      inboundLoop.wake();
    }
  }

  /** This node's IPv4 address from now on, or null once it must not be used any more. */
  public void publishOwnAddress(@Nullable Ipv4Address own) {
    snapshots.publishOwnAddress(own);
  }

  /** The UDP ports of all clients on this machine, this one among them, from now on. */
  public void publishClientPorts(Collection<Integer> ports) {
    ownDatagrams.setPorts(ports);
  }

  /** A SEALED frame with a data index that came over the overlay or on a stream. */
  public void deliverOverlay(byte[] frame) {
    if (inbound.onOverlayRecord(frame)) {
      inboundLoop.wake();
    }
  }

  /** What was counted, by name. */
  public SortedMap<String, Long> counters() {
    return counters.snapshot();
  }

  /** One count. */
  public long count(PacketCount count) {
    return counters.get(count);
  }

  /** The traffic of every peer with a session. */
  public Map<NodeId, PeerTraffic> traffic() {
    Map<NodeId, PeerTraffic> byPeer = new TreeMap<>();
    snapshots.peers().forEach(peer -> byPeer.put(peer.snapshot().peer(), peer.traffic()));
    return byPeer;
  }

  /** Bytes sent to and received from every peer with a session, added up. */
  public Map<NodeId, Long> bytesByPeer() {
    Map<NodeId, Long> bytes = new TreeMap<>();
    traffic()
        .forEach((peer, traffic) -> bytes.put(peer, traffic.sentBytes() + traffic.receivedBytes()));
    return bytes;
  }

  /** Packets that wait for the engine, both ways. */
  public int heldPackets() {
    return forwarder.heldPackets() + admission.heldPackets();
  }

  /** Waits until the threads have ended, and closes the device and the port. */
  @Override
  public void close() throws InterruptedException {
    outboundLoop.stop();
    inboundLoop.stop();
    for (Thread thread : threads) {
      thread.join(STOP_MILLIS);
    }
    outboundLoop.close();
    inboundLoop.close();
    tap.close();
    port.close();
  }
}
