package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.groupvpn.client.dataplane.DataPlane.Threads;
import net.groupvpn.client.device.InMemoryIo;
import net.groupvpn.client.device.InMemoryPort;
import net.groupvpn.client.device.InMemoryTap;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.dhcpdns.binding.RouteTable;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.time.Now;

/**
 * A running data plane between fakes, with one peer.
 *
 * <pre>
 *   InMemoryTap [ME4, ME6] -- DataPlane -- FakeDatagramPort -- PEER_ENDPOINT [PEER4, PEER6]
 * </pre>
 */
final class DataPlaneBed implements AutoCloseable {
  static final long TAP_MAC = 0x0200_0000_0007L;
  static final int INDEX_HERE = 0x1235;
  static final int INDEX_THERE = 0x4321;
  static final VirtualNetwork NETWORK =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  static final NodeId ME = NodeId.random(new Random(1));
  static final NodeId PEER = NodeId.random(new Random(2));
  static final NodeId STRANGER = NodeId.random(new Random(3));
  static final Ipv4Address ME4 = Ipv4Address.parse("10.128.0.7");
  static final Ipv4Address PEER4 = Ipv4Address.parse("10.128.0.8");
  static final Ipv4Address STRANGER4 = Ipv4Address.parse("10.128.0.9");
  static final Ipv6Address ME6 = NETWORK.addressOf(ME);
  static final Ipv6Address PEER6 = NETWORK.addressOf(PEER);
  static final Endpoint PEER_ENDPOINT = endpoint("192.0.2.8");
  static final Endpoint STRANGER_ENDPOINT = endpoint("192.0.2.9");

  /** Longest packet for the peer. */
  static final int MTU_BYTES = 1_420;

  static final long HOUR = 3_600_000_000_000L;
  private static final long WAIT_MILLIS = 10_000;

  final InMemoryTap tap;
  final InMemoryPort port;
  final RecordingInbox inbox = new RecordingInbox();
  final AtomicLong bootNanos = new AtomicLong(1_000_000_000_000L);
  final AtomicBoolean revoked = new AtomicBoolean();
  volatile LocalService service = LocalService.NONE;
  final DataPlane plane;
  final RouteTable routes;
  private final FakeRecords.Sealer fromPeer = new FakeRecords.Sealer(INDEX_HERE);

  DataPlaneBed() {
    this(fakes(EnumSet.allOf(Offload.class)), Threads.ONE);
  }

  private DataPlaneBed(InMemoryIo fakes, Threads threads) {
    this(fakes, fakes, threads);
  }

  private DataPlaneBed(PacketIo io, InMemoryIo fakes, Threads threads) {
    tap = fakes.tap();
    port = fakes.port();
    try {
      plane =
          new DataPlane(
              NETWORK,
              ME,
              io,
              threads,
              new DataPlane.Environment(inbox, currentService(), bootNanos::get, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Engine engine = new Engine(new Random(4), new Now(bootNanos.get(), 0));
    routes = new RouteTable(NETWORK, engine, this::onRoutes);
    plane.publishOwnAddress(ME4);
    plane.start();
  }

  private LocalService currentService() {
    return new LocalService() {
      @Override
      public boolean isServed(int toPort) {
        return service.isServed(toPort);
      }

      @Override
      public boolean onRequest(Request request, Reply reply) {
        return service.onRequest(request, reply);
      }

      @Override
      public boolean onDhcp(DhcpRequest request, Consumer<DhcpReply> answer) {
        return service.onDhcp(request, answer);
      }
    };
  }

  private static InMemoryIo fakes(Set<Offload> offloads) {
    return new InMemoryIo("fake0", TAP_MAC, endpoint("192.0.2.7"), offloads);
  }

  private void onRoutes(RouteSnapshot snapshot) {
    plane.publishRoutes(snapshot);
  }

  /** A bed that knows its peer and the peer's address. */
  static DataPlaneBed withPeer() {
    return withPeer(EnumSet.allOf(Offload.class), Threads.ONE);
  }

  /** The same with a kernel that supports only some offloads. */
  static DataPlaneBed withPeer(Set<Offload> offloads, Threads threads) {
    return new DataPlaneBed(fakes(offloads), threads).know(PEER_ENDPOINT);
  }

  /** The same on a real device and socket; the fakes are unused. */
  static DataPlaneBed onDevice(PacketIo io, Endpoint peer) {
    return new DataPlaneBed(io, fakes(Set.of()), Threads.ONE).know(peer);
  }

  private DataPlaneBed know(Endpoint peer) {
    routes.put(PEER4, PEER, 1, HOUR);
    publishPeer(new DirectPath(peer));
    return this;
  }

  void publishPeer(Path path) {
    publishPeer(path, MTU_BYTES, true);
  }

  void publishPeer(Path path, int mtuBytes, boolean isMtuFinal) {
    plane.publish(
        new PeerSnapshot(
            PEER,
            identity(PEER),
            new FakeRecords.Sealer(INDEX_THERE),
            List.of(new FakeRecords.Opener(INDEX_HERE)),
            path,
            mtuBytes + 1,
            isMtuFinal,
            revoked));
  }

  /** A further peer. */
  void publish(NodeId node, int indexThere, int indexHere, Path path) {
    plane.publish(
        new PeerSnapshot(
            node,
            identity(node),
            new FakeRecords.Sealer(indexThere),
            List.of(new FakeRecords.Opener(indexHere)),
            path,
            MTU_BYTES + 1,
            true,
            new AtomicBoolean()));
  }

  private static PeerIdentity identity(NodeId node) {
    return new PeerIdentity(node, "", Set.of(), new byte[0], "00", "00", 0);
  }

  /** The operating system sends an IP packet. */
  void systemSends(byte[] packet) throws InterruptedException {
    int type = packet[0] >>> 4 == 4 ? EthernetFrame.TYPE_IPV4 : EthernetFrame.TYPE_IPV6;
    tap.sendFromSystem(Packets.frame(FrameWriter.ROUTER_MAC, TAP_MAC, type, packet));
  }

  /** The peer sends an IP packet. */
  void peerSends(byte[] packet) throws InterruptedException {
    port.deliver(PEER_ENDPOINT, sealedByPeer(Packets.record(packet)));
  }

  byte[] sealedByPeer(byte[] record) {
    byte[] frame = new byte[record.length + 30];
    fromPeer.seal(record, 0, record.length, frame, 0);
    return frame;
  }

  /** The frame that the operating system receives next. */
  byte[] systemReceives() throws InterruptedException {
    byte[] frame = tap.takeForSystem(WAIT_MILLIS);
    if (frame == null) {
      throw new AssertionError("no frame came for the system");
    }
    return frame;
  }

  /** The packet that the operating system receives next, checked to come from the router. */
  byte[] systemReceivesPacket() throws InterruptedException {
    byte[] frame = systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(TAP_MAC);
    assertThat(EthernetFrame.source(frame, 0)).isEqualTo(FrameWriter.ROUTER_MAC);
    return Arrays.copyOfRange(frame, EthernetFrame.HEADER_BYTES, frame.length);
  }

  /** The packet that the peer receives next, opened. */
  byte[] peerReceives() throws InterruptedException {
    return openedByPeer(nextDatagram());
  }

  /** The datagram that the peer receives next. */
  byte[] nextDatagram() throws InterruptedException {
    return nextDatagram(PEER_ENDPOINT);
  }

  /** The datagram that is sent next, to this endpoint. */
  byte[] nextDatagram(Endpoint to) throws InterruptedException {
    InMemoryPort.Message sent = port.takeSent(WAIT_MILLIS);
    if (sent == null) {
      throw new AssertionError("no datagram came for the peer");
    }
    assertThat(sent.peer()).isEqualTo(to);
    return sent.bytes();
  }

  /** The packet that the peer receives next in that many pieces, opened. */
  byte[] peerReceivesPieces(int count) throws InterruptedException {
    FragmentAssembly assembly = new FragmentAssembly(2_048, new PacketCounters());
    byte[] whole = new byte[2_048];
    int length = 0;
    for (int i = 0; i < count; i++) {
      assertThat(length).isEqualTo(FragmentAssembly.INCOMPLETE);
      byte[] record = recordForPeer(nextDatagram());
      length = assembly.add(record, 0, record.length, whole, 0, bootNanos.get());
    }
    assertThat(whole[0]).isEqualTo((byte) DataFrame.IP_PACKET);
    return Arrays.copyOfRange(whole, 1, length);
  }

  /** The packet in a datagram for the peer. */
  byte[] openedByPeer(byte[] datagram) {
    byte[] record = recordForPeer(datagram);
    assertThat(record[0]).isEqualTo((byte) DataFrame.IP_PACKET);
    return Arrays.copyOfRange(record, 1, record.length);
  }

  /** The record in a datagram for the peer. */
  byte[] recordForPeer(byte[] datagram) {
    byte[] plain = new byte[datagram.length];
    int length =
        new FakeRecords.Opener(INDEX_THERE)
            .open(datagram, 0, datagram.length, plain, 0, bootNanos.get());
    assertThat(length).isPositive();
    return Arrays.copyOf(plain, length);
  }

  /** Waits until a count is reached or passed. */
  void awaitAtLeast(PacketCount count, long value) {
    while (plane.count(count) < value) {
      assertThat(inbox.failure.get()).isNull();
      assertThat(Thread.interrupted()).as("waited too long for " + count).isFalse();
      Thread.onSpinWait();
    }
  }

  /** Waits until a count is reached. */
  void awaitCount(PacketCount count, long value) {
    awaitAtLeast(count, value);
    assertThat(plane.count(count)).isEqualTo(value);
  }

  /** Checks that nothing was sent to the system or to the peer. */
  void assertNothingPassed() throws InterruptedException {
    assertThat(tap.takeForSystem(0)).isNull();
    assertThat(port.takeSent(0)).isNull();
    assertThat(inbox.failure.get()).isNull();
  }

  @Override
  public void close() throws InterruptedException {
    plane.close();
    assertThat(inbox.failure.get()).isNull();
  }

  private static Endpoint endpoint(String address) {
    try {
      return new Endpoint(InetAddress.getByName(address), 7_400);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
