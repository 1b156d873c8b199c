package net.groupvpn.client.dataplane;

import java.util.function.IntConsumer;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.IcmpUnreachable;
import net.groupvpn.overlay.io.BootClock;

/**
 * What the system's packets to and from elsewhere are answered here: while no gateway works that
 * there is no way, so that nobody waits; and the answers to a gateway's test of itself are taken.
 * Outbound thread only.
 */
final class ExitAnswers {
  /** Answers in a second in the long run, and at once after some quiet. */
  static final int PER_SECOND = 100;

  static final int BURST = 50;

  private static final int IP = Frame.IP;

  private final ExitPings pings;
  private final FrameWriter writer;
  private final BootClock clock;
  private final PacketCounters counters;
  private final IntConsumer tests;
  private final TokenBucket budget;
  private final byte[] answer = new byte[IP + IcmpUnreachable.MAX_BYTES];

  /** {@code tests} is told the number of each ping of this gateway's own that came back. */
  ExitAnswers(
      ExitPings pings,
      FrameWriter writer,
      BootClock clock,
      PacketCounters counters,
      IntConsumer tests) {
    this.pings = pings;
    this.writer = writer;
    this.clock = clock;
    this.counters = counters;
    this.tests = tests;
    this.budget = new TokenBucket(PER_SECOND, BURST, clock.bootNanos());
  }

  /** There is no way to where the valid packet in {@code frame} goes. */
  void refuse(byte[] frame, boolean isIpv6) {
    counters.increment(PacketCount.OUTBOUND_FOREIGN);
    if (!budget.has(1, clock.bootNanos())) {
      return;
    }
    int length =
        isIpv6
            ? IcmpUnreachable.writeNetwork6(answer, IP, frame, IP)
            : IcmpUnreachable.writeNetwork4(answer, IP, frame, IP);
    if (length > 0) {
      budget.take(1);
      writer.write(answer, isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4, length);
    }
  }

  /** Whether the valid packet, from elsewhere to the service address, answers a test. */
  boolean isTestPassed(byte[] frame, boolean isIpv6) {
    int pong = pings.answered(frame, isIpv6);
    if (pong == IcmpEcho.NO_PROBE) {
      return false;
    }
    counters.increment(PacketCount.EXIT_PONG);
    tests.accept(pong);
    return true;
  }
}
