package net.groupvpn.client.dataplane;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Pings through a gateway to beyond it, past the operating system, which routes to one gateway
 * only. Also a gateway's own test of itself: a ping from the service address, as if a member had
 * sent it, that the system must forward. An answer is known by a secret in its payload, so nobody
 * but those who saw the question can make one. {@link #ask} may be called by any thread, {@link
 * #flush} by the outbound one.
 */
final class ExitPings {
  /** Pings that may wait; they are sent at once as a rule. */
  static final int MAX_WAITING = 64;

  private static final int IP = Frame.IP;

  private record Ping(NodeId gateway, ExitTarget target, int sequence) {}

  private final GroupAddresses addresses;
  private final Snapshots snapshots;
  private final PeerSender sender;
  private final PacketCounters counters;
  private final long secret;
  private final BlockingQueue<Ping> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  ExitPings(
      GroupAddresses addresses,
      Snapshots snapshots,
      PeerSender sender,
      PacketCounters counters,
      long secret) {
    this.addresses = addresses;
    this.snapshots = snapshots;
    this.sender = sender;
    this.counters = counters;
    this.secret = secret;
  }

  /** Has a ping sent through {@code gateway}. */
  void ask(NodeId gateway, ExitTarget target, int sequence) {
    if (!waiting.offer(new Ping(gateway, target, sequence))) {
      counters.increment(PacketCount.EXIT_PING_LOST);
    }
  }

  /** Sends what waits. */
  void flush() {
    View view = snapshots.view();
    for (Ping ping = waiting.poll(); ping != null; ping = waiting.poll()) {
      Peer gateway = view.peers().find(ping.gateway());
      Frame frame = frame(view, ping);
      if (gateway == null || frame == null) {
        counters.increment(PacketCount.EXIT_PING_LOST);
      } else {
        sender.send(gateway, frame, frame.packetBytes());
        counters.increment(PacketCount.EXIT_PING_SENT);
      }
    }
    sender.flush();
  }

  private @Nullable Frame frame(View view, Ping ping) {
    Ipv4Address own = view.host().address();
    Ipv4Address target4 = ping.target().ipv4();
    Ipv6Address target6 = ping.target().ipv6();
    if (own != null && target4 != null) {
      return new Frame(probe4(own.bits(), target4, ping.sequence()));
    }
    if (target6 != null) {
      return new Frame(probe6(addresses.own6(), target6, ping.sequence()));
    }
    return null;
  }

  /** Has the system forward a ping of this gateway's own; any thread. False if it refused. */
  boolean askSystem(FrameWriter writer, ExitTarget target, int sequence) {
    byte[] frame = own(target, sequence);
    if (frame == null) {
      return false;
    }
    int type = target.ipv4() != null ? EthernetFrame.TYPE_IPV4 : EthernetFrame.TYPE_IPV6;
    return writer.write(frame, type, frame.length - IP);
  }

  /** A frame with a ping of this gateway's own, from the service address; null without a target. */
  byte @Nullable [] own(ExitTarget target, int sequence) {
    Ipv4Address target4 = target.ipv4();
    Ipv6Address target6 = target.ipv6();
    if (target4 != null) {
      return probe4(addresses.service4(), target4, sequence);
    }
    return target6 == null ? null : probe6(addresses.service6(), target6, sequence);
  }

  private byte[] probe4(int source, Ipv4Address target, int sequence) {
    byte[] bytes = new byte[IP + Ipv4Packet.MIN_HEADER_BYTES + IcmpEcho.PROBE_BYTES];
    IcmpEcho.writeProbe4(bytes, IP, source, target.bits(), sequence, secret);
    return bytes;
  }

  private byte[] probe6(Ipv6Address source, Ipv6Address target, int sequence) {
    byte[] bytes = new byte[IP + Ipv6Packet.HEADER_BYTES + IcmpEcho.PROBE_BYTES];
    Ipv6Packet.writeAddresses(bytes, IP, source.high(), source.low(), target.high(), target.low());
    IcmpEcho.writeProbe6(bytes, IP, sequence, secret);
    return bytes;
  }

  /** The number of the ping that the valid packet answers, or {@link IcmpEcho#NO_PROBE}. */
  int answered(byte[] frame, boolean isIpv6) {
    return isIpv6
        ? IcmpEcho.probeReply6(frame, IP, secret)
        : IcmpEcho.probeReply4(frame, IP, secret);
  }
}
