package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.record.PeerSnapshot;

/**
 * Handles packets that a path cannot carry in one record. The operating system is told the path's
 * MTU, but never less than IPv6 demands (RFC 8200 5), and not while the MTU is still being
 * measured, because it would remember the value for ten minutes. In these cases packets travel in
 * pieces. New TCP connections learn the MTU from their first packets. Belongs to one thread.
 */
final class LongPackets {
  private static final int MIN_MTU_BYTES = Ipv6Packet.MIN_MTU_BYTES;

  private final FrameWriter writer;
  private final BootClock clock;
  private final TooBigAnswer tooBig = new TooBigAnswer();
  private final byte[] answer = new byte[Frame.IP + TooBigAnswer.MAX_BYTES];

  LongPackets(FrameWriter writer, BootClock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Lowers the MSS that a TCP connection's first packet announces, if the path is narrower than
   * usual.
   */
  void clamp(PeerSnapshot peer, Frame frame, int packetBytes) {
    int mtuBytes = peer.mtuBytes() - 1;
    if (mtuBytes < DataPlane.INNER_MTU_BYTES && peer.isMtuFinal()) {
      boolean isPartial = VirtioHeader.needsChecksum(frame.bytes);
      MssClamp.lower(frame.bytes, Frame.IP, packetBytes, mtuBytes, isPartial);
    }
  }

  /** Answers a packet that is too long for the path; false if it must be sent in pieces. */
  boolean answer(PeerSnapshot peer, byte[] bytes, int ip, int length) {
    int mtuBytes = Math.max(MIN_MTU_BYTES, peer.mtuBytes() - 1);
    boolean isIpv6 = Transport.isIpv6(bytes, ip);
    boolean mayBeCut = !isIpv6 && !Ipv4Packet.isDontFragment(bytes, ip);
    if (length <= mtuBytes || mayBeCut || !peer.isMtuFinal()) {
      return false;
    }
    int written = tooBig.write(bytes, ip, length, mtuBytes, answer, Frame.IP, clock.bootNanos());
    if (written == 0) {
      return false;
    }
    int type = isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4;
    return writer.write(answer, type, written);
  }
}
