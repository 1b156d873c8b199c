package net.groupvpn.client.gateway;

import java.util.List;
import java.util.Optional;
import net.groupvpn.client.dataplane.ExitTarget;

/**
 * What a gateway has found out about itself: whether members' packets pass through it, and if not,
 * why and what would help. Immutable.
 */
public record GatewayFindings(ForwardTest.Outcome ipv4, ForwardTest.Outcome ipv6) {
  /** Nothing could be tried, for one reason. */
  public static GatewayFindings failed(String reason) {
    ForwardTest.Outcome outcome = new ForwardTest.Outcome(false, reason, Optional.empty());
    return new GatewayFindings(outcome, outcome);
  }

  /** Whether packets pass by any family. */
  public boolean isPassed() {
    return ipv4.isPassed() || ipv6.isPassed();
  }

  /** The addresses beyond it that were reached. */
  public ExitTarget reached(ProbeTargets probes) {
    return new ExitTarget(
        ipv4.isPassed() ? probes.both().ipv4() : null,
        ipv6.isPassed() ? probes.both().ipv6() : null);
  }

  /** Of a gateway that does not work: of IPv4 if it is to be offered. */
  public ForwardTest.Outcome failure(ProbeTargets probes) {
    return probes.ipv4() == null ? ipv6 : ipv4;
  }

  /** What lets packets of {@code device} pass, one command a line; empty if that is not known. */
  public static List<String> advice(ForwardTest.Outcome outcome, String device) {
    return outcome.drop().map(drop -> drop.advice(device)).orElse(List.of());
  }
}
