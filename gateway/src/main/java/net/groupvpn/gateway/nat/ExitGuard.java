package net.groupvpn.gateway.nat;

import net.groupvpn.gateway.ExitRule;

/** Asks the present {@link ExitRule}; tells members no, and counts it. */
final class ExitGuard {
  private final NatContext context;
  private final MemberErrors errors;
  private ExitRule rule;

  ExitGuard(NatContext context, MemberErrors errors, ExitRule rule) {
    this.context = context;
    this.errors = errors;
    this.rule = rule;
  }

  void setRule(ExitRule current) {
    rule = current;
  }

  /** Whether a member may go there; if not, it is told. */
  boolean mayGo(long now, MemberAccount account, NatAddress destination, byte[] packet) {
    ExitRule.Verdict verdict = rule.judge(destination.toInetAddress());
    if (verdict == ExitRule.Verdict.ALLOWED) {
      return true;
    }
    context
        .counts()
        .increment(
            verdict == ExitRule.Verdict.NEVER
                ? NatCounter.DROPPED_EXIT_NEVER
                : NatCounter.DROPPED_EXIT_PRIVATE);
    errors.prohibited(now, account, packet);
    return false;
  }
}
