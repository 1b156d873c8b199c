package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketTooBig;

/**
 * Tells the operating system's own senders that a packet is too long for the path, so that they
 * send shorter ones: composes the answer, at most {@link #PER_SECOND} times. One thread.
 */
final class TooBigAnswer {
  /** Longest answer, bytes. */
  static final int MAX_BYTES = PacketTooBig.MAX_BYTES_6;

  /** Sustained rate of answers; a sender needs one, and the many flows of a busy one a few more. */
  static final int PER_SECOND = 100;

  /** Burst of answers after silence. */
  static final int BURST = 50;

  private static final long NANOS_PER_ANSWER = 1_000_000_000L / PER_SECOND;
  private static final int VERSION_4 = 4;
  private static final int VERSION_6 = 6;

  private long creditNanos = BURST * NANOS_PER_ANSWER;
  private long filledNanos = Long.MIN_VALUE;

  /**
   * Writes the answer to an IP packet, without Ethernet header, from {@code outOffset}. The arrays
   * must differ.
   *
   * @param mtuBytes longest packet that would have passed, at least 1,280
   * @param out has room for {@link #MAX_BYTES}
   * @return bytes written; 0 if this packet gets no answer, or there were too many lately
   */
  int write(
      byte[] packet, int ip, int length, int mtuBytes, byte[] out, int outOffset, long bootNanos) {
    if (length < 1) {
      return 0;
    }
    return switch ((packet[ip] & 0xff) >>> 4) {
      case VERSION_4 ->
          Ipv4Packet.isValid(packet, ip, length)
                  && PacketTooBig.mayAnswer4(packet, ip)
                  && take(bootNanos)
              ? PacketTooBig.write4(out, outOffset, packet, ip, mtuBytes)
              : 0;
      case VERSION_6 ->
          Ipv6Packet.isValid(packet, ip, length)
                  && PacketTooBig.mayAnswer6(packet, ip)
                  && take(bootNanos)
              ? PacketTooBig.write6(out, outOffset, packet, ip, mtuBytes)
              : 0;
      default -> 0;
    };
  }

  private boolean take(long bootNanos) {
    long gained = filledNanos == Long.MIN_VALUE ? 0 : bootNanos - filledNanos;
    filledNanos = bootNanos;
    creditNanos = Math.min(BURST * NANOS_PER_ANSWER, creditNanos + gained);
    if (creditNanos < NANOS_PER_ANSWER) {
      return false;
    }
    creditNanos -= NANOS_PER_ANSWER;
    return true;
  }
}
