package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

/**
 * One group's packets between its device and the process's socket. One daemon thread does both
 * directions, or one each: {@link OutboundPipeline} and {@link InboundPipeline} list their stages.
 * The engine publishes snapshots from its own thread; the data plane's threads send what waited for
 * them. All public methods are thread-safe and none blocks, except {@link #close}.
 */
public final class DataPlane implements AutoCloseable {
  /** The device's MTU: what fits into Ethernet's 1,500 bytes over IPv6. */
  public static final int INNER_MTU_BYTES = 1_420;

  /** Limits of what is forwarded for others. */
  public static final long RELAYED_BYTES_PER_SECOND = Relay.TOTAL_BYTES_PER_SECOND;

  private final TapDevice tap;
  private final BatchPort port;
  private final PacketCounters counters = new PacketCounters();
  private final Stages stages;
  private final PacketThreads threads;
  private final ServiceTimer timer;

  /**
   * What the data plane gets from its surroundings.
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
   * Composes it; {@link #start} starts it.
   *
   * @param self this node
   * @param io closed by {@link #close}; nobody else receives from it
   */
  public DataPlane(
      VirtualNetwork network, NodeId self, PacketIo io, Threads count, Environment environment)
      throws IOException {
    tap = io.tap();
    port = io.port();
    timer = new ServiceTimer(environment.inbox()::onDataPlaneFailed);
    GroupAddresses addresses = new GroupAddresses(network, self);
    stages = new Stages(addresses, tap, port, environment, timer, counters);
    threads = new PacketThreads(count, io, stages, environment.inbox());
  }

  /** Starts the threads. */
  public void start() {
    threads.start();
  }

  /** Sets a peer's keys or path from now on; sends what waited for it. */
  public void publish(PeerSnapshot peer) {
    stages.snapshots.publish(peer);
    releaseHeld();
  }

  /** The session with this peer is over: nothing more is sealed for it or accepted from it. */
  public void withdraw(NodeId peer) {
    stages.snapshots.withdraw(peer);
  }

  /** Sets the owners of addresses from now on; sends or delivers what waited for them. */
  public void publishRoutes(RouteSnapshot routes) {
    stages.snapshots.publishRoutes(routes);
    releaseHeld();
  }

  private void releaseHeld() {
    if (stages.releaseOutbound()) {
      threads.wakeOutbound();
    }
    if (stages.releaseInbound()) {
      threads.wakeInbound();
    }
  }

  /** Sets this node's IPv4 address from now on, or null once it must no longer be used. */
  public void publishOwnAddress(@Nullable Ipv4Address own) {
    stages.snapshots.publishOwnAddress(own);
  }

  /**
   * The device is a port of a bridge with that Ethernet address, from which alone this machine
   * sends; 0 for no bridge.
   */
  public void publishBridge(long mac) {
    stages.snapshots.publishBridge(mac);
  }

  /** Sets the machines behind the device from now on. */
  public void publishMachines(MachineTable machines) {
    stages.publishMachines(machines);
  }

  /** Who carries this node's Internet traffic from now on, and whether it carries others'. */
  public void publishExits(Exits exits) {
    stages.snapshots.publishExits(exits);
  }

  /** Networks behind members, and behind this machine, from now on. */
  public void publishSubnets(Subnets subnets) {
    stages.snapshots.publishSubnets(subnets);
  }

  /** Sends a ping through a gateway; the answer comes as {@link EngineInbox#onPong}. */
  public void ping(NodeId gateway, ExitTarget target, int sequence) {
    stages.ping(gateway, target, sequence);
    threads.wakeOutbound();
  }

  /** Members' packets to the Internet go there from now on; to the operating system if null. */
  public void carryBy(@Nullable ExitCarrier carrier) {
    stages.exits.carryBy(carrier);
  }

  /** Sends a whole IP packet from elsewhere to a member; drops it if too many wait. */
  public void sendToMember(NodeId member, byte[] packet) {
    if (stages.exits.offer(member, packet)) {
      threads.wakeOutbound();
    }
  }

  /**
   * Has the system, or what carries packets in its place, forward a ping as if a member had sent it
   * to this gateway; the answer comes as {@link EngineInbox#onForwarded}.
   *
   * @return false if the device did not take it
   */
  public boolean testForwarding(ExitTarget target, int sequence) {
    return stages.testForwarding(target, sequence);
  }

  /** Sets the UDP ports of all clients on this machine, including this one. */
  public void publishClientPorts(Collection<Integer> ports) {
    stages.ownDatagrams.setPorts(ports);
  }

  /** Handles a SEALED frame with a data index that arrived over the overlay or on a stream. */
  public void deliverOverlay(byte[] frame) {
    if (stages.inbound.onOverlayRecord(frame)) {
      threads.wakeInbound();
    }
  }

  /** Counts by name. */
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
    stages.snapshots.peers().forEach(peer -> byPeer.put(peer.snapshot().peer(), peer.traffic()));
    return byPeer;
  }

  /** Bytes sent to and received from every peer with a session, added up. */
  public Map<NodeId, Long> bytesByPeer() {
    Map<NodeId, Long> bytes = new TreeMap<>();
    traffic()
        .forEach((peer, traffic) -> bytes.put(peer, traffic.sentBytes() + traffic.receivedBytes()));
    return bytes;
  }

  /** Packets that wait for the engine, in both directions. */
  public int heldPackets() {
    return stages.forwarder.heldPackets() + stages.admission.heldPackets();
  }

  /** Waits until the threads have ended, and closes the device and the port. */
  @Override
  public void close() throws InterruptedException {
    threads.end();
    timer.close();
    tap.close();
    port.close();
  }
}
