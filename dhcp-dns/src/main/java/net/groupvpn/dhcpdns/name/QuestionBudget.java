package net.groupvpn.dhcpdns.name;

import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.dhcpdns.address.Ipv6Address;

/**
 * How many questions for names the engine is handed, before it knows what they ask: each costs it
 * time, even one that it answers from what it knows. Half of the budget is the most that one
 * machine gets, so that others are answered while it floods. Thread-safe.
 */
public final class QuestionBudget {
  /** Questions of all sources a second, in the long run. */
  public static final int PER_SECOND = 2_000;

  /** Questions of all sources at once after silence: half of what may wait for the engine. */
  public static final int BURST = 512;

  /** Questions of one source a second, in the long run. */
  public static final int OF_SOURCE_PER_SECOND = PER_SECOND / 2;

  /** Questions of one source at once after silence. */
  public static final int OF_SOURCE_BURST = BURST / 2;

  private final TokenRate all = new TokenRate(PER_SECOND, BURST);
  private final SourceRates sources = new SourceRates(OF_SOURCE_PER_SECOND, OF_SOURCE_BURST);
  private final LongAdder refused = new LongAdder();

  /** Takes one question of {@code source}; false, and counted, if there are too many. */
  public synchronized boolean take(Ipv6Address source, long nowNanos) {
    boolean taken = sources.take(source, nowNanos) && all.take(nowNanos);
    if (!taken) {
      refused.increment();
    }
    return taken;
  }

  /** How many questions were refused. */
  public long refused() {
    return refused.sum();
  }
}
