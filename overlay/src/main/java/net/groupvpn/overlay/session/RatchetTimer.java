package net.groupvpn.overlay.session;

import net.groupvpn.overlay.record.RatchetRule;
import net.groupvpn.overlay.time.TimerName;

/** Ratchets a session's sending keys when {@link RatchetRule} says so. */
final class RatchetTimer {
  private static final RatchetRule RULE = new RatchetRule();

  private final SessionContext context;
  private final KeyingSet keyings;
  private final MessageAssembly assembly;
  private final Runnable onRatchet;

  /** {@code assembly} is swept at each check as well. */
  RatchetTimer(
      SessionContext context, KeyingSet keyings, MessageAssembly assembly, Runnable onRatchet) {
    this.context = context;
    this.keyings = keyings;
    this.assembly = assembly;
    this.onRatchet = onRatchet;
  }

  void start() {
    context.engine().setTimer(TimerName.RATCHET, this, RatchetRule.CHECK_NANOS, now -> onTimer());
  }

  void stop() {
    context.engine().cancelTimer(TimerName.RATCHET, this);
  }

  private void onTimer() {
    assembly.sweep(context.nowNanos());
    boolean ratcheted = false;
    // The others as well: the peer determines which one is used for answers, and how often.
    for (Keying keying : keyings.all()) {
      ratcheted |= keying.ratchet(RULE, context.nowNanos());
    }
    if (ratcheted) {
      onRatchet.run();
    }
    start();
  }
}
