package net.groupvpn.lab.figures;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.report.Median;
import net.groupvpn.lab.report.Stopwatch;

/** Enrolled members go down and come up again, one at a time. */
final class Restarts {
  private static final int COUNT = 7;
  private static final long DOWN_MILLIS = 1_000;
  private static final double DEVICE_LIMIT_SECONDS = 1;
  private static final double START_LIMIT_SECONDS = 2;

  private final PrintStream progress;
  private final long limitSeconds;
  private final List<Double> device = new ArrayList<>();
  private final List<Double> up = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private final List<Double> joined = new ArrayList<>();

  /** {@code limitSeconds} is the time limit for a member. */
  Restarts(PrintStream progress, long limitSeconds) {
    this.progress = progress;
    this.limitSeconds = limitSeconds;
  }

  List<Figure> measure(List<Member> members) throws InterruptedException {
    for (int i = 0; i < COUNT; i++) {
      restart(members.get(i % members.size()), members.get((i + 1) % members.size()));
    }
    return figures();
  }

  private void restart(Member member, Member other) throws InterruptedException {
    String target = other.ipv4();
    member.process().stop();
    Thread.sleep(DOWN_MILLIS);
    Stopwatch watch = new Stopwatch();
    member.start();
    Readiness.awaitDevice(member, limitSeconds);
    double deviceSeconds = watch.seconds();
    Readiness.awaitAddress(member, limitSeconds);
    double upSeconds = watch.seconds();
    double processorSeconds = Readiness.processorSeconds(member);
    Readiness.awaitPing(member, target, limitSeconds);
    double joinedSeconds = watch.seconds();
    device.add(deviceSeconds);
    up.add(upSeconds);
    processor.add(processorSeconds);
    joined.add(joinedSeconds);
    progress.printf(
        Locale.ROOT,
        "%s again: device in %.2f s, up in %.2f s (%.2f s of processor time), pings in %.2f s%n",
        member.host().name(),
        deviceSeconds,
        upSeconds,
        processorSeconds,
        joinedSeconds);
  }

  private List<Figure> figures() {
    return List.of(
        Figure.atMost(
            "members.device",
            "from process start to the device with its IPv6 address",
            DEVICE_LIMIT_SECONDS,
            Median.of(device),
            "s",
            "median of " + COUNT + ": " + Median.list(device)),
        Figure.atMost(
            "members.up",
            "client up: from process start to the device with a renewed lease",
            START_LIMIT_SECONDS,
            Median.of(up),
            "s",
            "median of %d: %s; processor time %.1f s"
                .formatted(COUNT, Median.list(up), Median.of(processor))),
        Figure.atMost(
            "members.join",
            "a single join: from process start until it pings another member",
            START_LIMIT_SECONDS,
            Median.of(joined),
            "s",
            "median of " + COUNT + ": " + Median.list(joined)));
  }
}
