package net.groupvpn.client.dataplane;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Members' packets to and from an {@link ExitCarrier}, past the device: {@link #take} on the
 * receiving thread, {@link #offer} on any, {@link #sendSome} on the sending one. A packet for this
 * node itself can only be the answer to a gateway's test of its own.
 */
final class ExitPackets {
  /** Packets for members that may wait. */
  static final int MAX_WAITING = 4_096;

  /** Limit of one round of sending. */
  private static final int SEND_PACKETS = 64;

  private static final int IP = Frame.IP;

  private record Packet(NodeId member, byte[] bytes) {}

  private final NodeId self;
  private final Snapshots snapshots;
  private final PeerSender sender;
  private final ExitPings pings;
  private final PacketCounters counters;
  private final IntConsumer tests;
  private final BlockingQueue<Packet> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean isAwake = new AtomicBoolean();
  private volatile @Nullable ExitCarrier carrier;

  /** {@code tests} is told the number of each ping of this gateway's own that came back. */
  ExitPackets(
      NodeId self,
      Snapshots snapshots,
      PeerSender sender,
      ExitPings pings,
      PacketCounters counters,
      IntConsumer tests) {
    this.self = self;
    this.snapshots = snapshots;
    this.sender = sender;
    this.pings = pings;
    this.counters = counters;
    this.tests = tests;
  }

  /** Packets to the Internet go there from now on; to the operating system if null. Any thread. */
  void carryBy(@Nullable ExitCarrier newCarrier) {
    carrier = newCarrier;
  }

  /**
   * Gives the valid packet at {@link Frame#IP}, which may lack its checksum, to the carrier.
   *
   * @return false if there is no carrier: it is the operating system's
   */
  boolean take(Peer from, byte[] frame, int length) {
    ExitCarrier present = carrier;
    if (present == null) {
      return false;
    }
    if (isComplete(frame, length)) {
      byte[] packet = Arrays.copyOfRange(frame, IP, IP + length);
      count(present.onPacket(packet, from.snapshot().peer()));
    } else {
      counters.increment(PacketCount.INBOUND_MALFORMED);
    }
    return true;
  }

  private static boolean isComplete(byte[] frame, int length) {
    if (frame[Frame.RECORD] == DataFrame.IP_PACKET) {
      return true;
    }
    int transport = Transport.find(frame, IP, length);
    if (transport == Transport.NONE) {
      return false;
    }
    int protocol = Transport.protocol(frame, IP);
    Transport.complete(frame, IP, transport, IP + length - transport, protocol);
    return true;
  }

  private void count(boolean taken) {
    counters.increment(taken ? PacketCount.EXIT_CARRIED : PacketCount.EXIT_FULL);
  }

  /** Has the carrier take this gateway's own ping; null if there is no carrier. Any thread. */
  @Nullable Boolean test(ExitTarget target, int sequence) {
    ExitCarrier present = carrier;
    if (present == null) {
      return null;
    }
    byte[] frame = pings.own(target, sequence);
    return frame != null && present.onPacket(Arrays.copyOfRange(frame, IP, frame.length), self);
  }

  /**
   * Has a whole packet sent to a member; any thread.
   *
   * @return whether the caller must wake the sending thread: it has not been told since it looked
   */
  boolean offer(NodeId member, byte[] packet) {
    if (!waiting.offer(new Packet(member, packet))) {
      counters.increment(PacketCount.EXIT_FULL);
      return false;
    }
    return !isAwake.getAndSet(true);
  }

  /** Sends what waits, up to a limit; false if nothing waited. */
  boolean sendSome() {
    if (!isAwake.getPlain()) {
      return false;
    }
    isAwake.set(false);
    int sent = 0;
    for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
      send(packet);
      if (++sent == SEND_PACKETS) {
        isAwake.set(true);
        break;
      }
    }
    sender.flush();
    return true;
  }

  private void send(Packet packet) {
    byte[] bytes = new byte[IP + packet.bytes().length];
    System.arraycopy(packet.bytes(), 0, bytes, IP, packet.bytes().length);
    if (packet.member().equals(self)) {
      int answered = pings.answered(bytes, Transport.isIpv6(bytes, IP));
      if (answered != IcmpEcho.NO_PROBE) {
        counters.increment(PacketCount.EXIT_PONG);
        tests.accept(answered);
      }
      return;
    }
    Peer member = snapshots.view().peers().find(packet.member());
    if (member == null) {
      counters.increment(PacketCount.EXIT_NO_MEMBER);
    } else {
      sender.send(member, new Frame(bytes), packet.bytes().length);
    }
  }
}
