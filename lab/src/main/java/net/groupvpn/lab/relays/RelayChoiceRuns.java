package net.groupvpn.lab.relays;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.report.Progress;

/** Makes the runs. */
final class RelayChoiceRuns {
  static final int RELAYS = 5;
  static final int SETTLE_SECONDS = 12;
  static final int WATCH_SECONDS = 60;

  private static final long LIMIT_SECONDS = 60;
  private static final int BACK_REPLIES = 5;

  /**
   * Soon after the first choice a slightly better relay is enough for a move, so the run waits that
   * out.
   */
  private static final int EARLY_SECONDS = 25;

  private static final double SLIGHTLY_BETTER = 0.95;
  private static final double MUCH_BETTER = 0.5;

  private final RelayFan fan;
  private final Member alder;
  private final Member birch;
  private final Progress progress;

  RelayChoiceRuns(Testbed bed, Progress progress) {
    this.progress = progress;
    progress.begin("a group of " + (RELAYS + 2));
    fan = new RelayFan(bed, RELAYS);
    alder = fan.ends().get(0);
    birch = fan.ends().get(1);
  }

  /**
   * One run with new delays.
   *
   * @param isBest whether both ends used the relay with the lowest sum at the end
   * @param bestMillis the round trip over the best relay, computed from the delays
   * @param measuredMillis the last measured ping
   * @param gapSeconds the longest gap in pings after the relay was killed, NaN if it was not
   */
  record Run(boolean isBest, double bestMillis, double measuredMillis, double gapSeconds) {}

  /** How the ends reacted to a slightly better and then a much better relay. */
  record Offers(int changesForSlightly, boolean isMuchBetterTaken) {}

  /**
   * Runs with delays drawn from {@code random}; in the first {@code kills} runs the relay is
   * killed.
   */
  List<Run> runs(int count, int kills, Random random) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      progress.begin("run %d of %d".formatted(i + 1, count));
      List<LegDelays> legs = LegDelays.draw(RELAYS, random);
      PingFlow pings = begin(legs);
      runs.add(finish(legs, pings, i < kills));
      fan.ends().forEach(Member::stop);
      progress.done(RelayChoiceMain.RUN_SECONDS);
    }
    return runs;
  }

  private PingFlow begin(List<LegDelays> legs) {
    for (int i = 0; i < RELAYS; i++) {
      fan.join(i, legs.get(i));
    }
    fan.ends().forEach(Member::start);
    fan.ends().forEach(Member::awaitUp);
    String target = birch.ipv4();
    Await.until("alder pings birch", LIMIT_SECONDS, () -> alder.pings(target, false));
    return PingFlow.start(alder.host(), target);
  }

  private Run finish(List<LegDelays> legs, PingFlow pings, boolean kill) {
    new Choices(fan.ends()).watch(SETTLE_SECONDS);
    int best = LegDelays.best(legs);
    Member relay = fan.relays().get(best);
    boolean isBest = new Choices(fan.ends()).areBoth(relay.node());
    double measured = pings.lastMillis();
    double gap = Double.NaN;
    if (kill) {
      relay.process().kill();
      gap = pings.awaitMore(BACK_REPLIES).longestGapSeconds();
      relay.start().awaitUp();
    }
    pings.stop();
    return new Run(isBest, 2 * legs.get(best).sum(), measured, gap);
  }

  /** Makes an unused relay first slightly, then much better than the best one. */
  Offers offers(Random random) {
    progress.begin("better relays");
    List<LegDelays> legs = LegDelays.draw(RELAYS, random);
    PingFlow pings = begin(legs);
    int best = LegDelays.best(legs);
    Choices before = new Choices(fan.ends());
    String node = fan.relays().get(best).node();
    Await.until("the best relay is used", LIMIT_SECONDS, () -> before.areBoth(node));
    before.watch(EARLY_SECONDS);
    int other = (best + 1) % RELAYS;
    fan.join(other, legs.get(best).times(SLIGHTLY_BETTER));
    Choices watched = new Choices(fan.ends());
    watched.watch(WATCH_SECONDS);
    fan.join(other, legs.get(best).times(MUCH_BETTER));
    new Choices(fan.ends()).watch(WATCH_SECONDS);
    boolean isTaken = new Choices(fan.ends()).areBoth(fan.relays().get(other).node());
    pings.stop();
    fan.ends().forEach(Member::stop);
    progress.done(RelayChoiceMain.OFFERS_SECONDS);
    return new Offers(watched.changes(), isTaken);
  }
}
