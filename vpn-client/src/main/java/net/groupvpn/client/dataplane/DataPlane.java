package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.session.PeerSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group's packets between its device and the process's socket. Owns two daemon threads:
 * outbound ({@link OutboundPipeline}) waits for the device, inbound ({@link InboundPipeline}) for
 * the socket; each class lists its stages. The engine publishes snapshots from its own thread; what
 * waited for them is sent there and then. All public methods are thread-safe and none blocks,
 * except {@link #close}.
 */
public final class DataPlane implements AutoCloseable {
  /** The inner MTU before path MTU discovery exists: what IPv6 demands at least (RFC 8200 5). */
  public static final int INNER_MTU_BYTES = 1_280;

  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

  private final TapDevice tap;
  private final DatagramPort port;
  private final EngineInbox inbox;
  private final PacketCounters counters = new PacketCounters();
  private final Snapshots snapshots;
  private final Forwarder forwarder;
  private final Admission admission;
  private final InboundPipeline inbound;
  private final Thread outboundThread;
  private final Thread inboundThread;

  /**
   * Puts it together; {@link #start} starts it.
   *
   * @param self this node
   * @param tap closed by {@link #close}
   * @param port closed by {@link #close}; nobody else receives from it
   */
  public DataPlane(
      VirtualNetwork network,
      NodeId self,
      TapDevice tap,
      DatagramPort port,
      EngineInbox inbox,
      LocalService service,
      BootClock clock) {
    this.tap = tap;
    this.port = port;
    this.inbox = inbox;
    GroupAddresses addresses = new GroupAddresses(network, self);
    snapshots = new Snapshots(addresses);
    FrameWriter writer = new FrameWriter(tap);
    PeerSender sender = new PeerSender(port, inbox, counters);
    forwarder = new Forwarder(snapshots, sender, inbox, clock, counters);
    InboundRules rules = new InboundRules(addresses);
    admission = new Admission(rules, snapshots, writer, inbox, clock, counters);
    inbound = new InboundPipeline(port, inbox, snapshots, admission, clock, counters);
    OutboundPipeline outbound =
        new OutboundPipeline(
            tap,
            addresses,
            snapshots,
            new NeighbourAnswers(addresses, writer),
            new ServiceAnswers(service, writer, counters),
            forwarder,
            counters);
    outboundThread = thread("gvpn-outbound", outbound::run);
    inboundThread = thread("gvpn-inbound", inbound::run);
  }

  /** Starts both threads. */
  public void start() {
    outboundThread.start();
    inboundThread.start();
  }

  /** A peer's keys or path are these from now on; what waited for it is sent. */
  public void publish(PeerSnapshot peer) {
    snapshots.publish(peer);
    forwarder.flush();
    admission.flush();
  }

  /** The session with this peer is over: nothing is sealed for it or accepted from it any more. */
  public void withdraw(NodeId peer) {
    snapshots.withdraw(peer);
  }

  /** Addresses belong to these peers from now on; what waited for them is sent or delivered. */
  public void publishRoutes(RouteSnapshot routes) {
    snapshots.publishRoutes(routes);
    forwarder.flush();
    admission.flush();
  }

  /** This node's IPv4 address from now on, or null once it must not be used any more. */
  public void publishOwnAddress(@Nullable Ipv4Address own) {
    snapshots.publishOwnAddress(own);
  }

  /** A SEALED frame with a data index that came over the overlay. */
  public void deliverOverlay(byte[] frame) {
    inbound.onOverlayRecord(frame);
  }

  /** What was counted, by name. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counts = counters.snapshot();
    counts.put("dropped.inbound.datagramtoolong", port.droppedTooLong());
    return counts;
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

  /** Packets that wait for the engine, both ways. */
  public int heldPackets() {
    return forwarder.heldPackets() + admission.heldPackets();
  }

  /** Closes the device and the port, and waits until both threads have ended. */
  @Override
  public void close() throws InterruptedException {
    tap.close();
    port.close();
    outboundThread.join(STOP_MILLIS);
    inboundThread.join(STOP_MILLIS);
  }

  /** A thread's work. */
  private interface Loop {
    void run() throws IOException;
  }

  private Thread thread(String name, Loop loop) {
    Thread thread = new Thread(() -> runLoudly(name, loop), name);
    thread.setDaemon(true);
    return thread;
  }

  private void runLoudly(String name, Loop loop) {
    try {
      loop.run();
    } catch (Throwable e) {
      LOG.error("the thread {} has ended; no packets pass any more", name, e);
      inbox.onDataPlaneFailed(name, e);
    }
  }
}
