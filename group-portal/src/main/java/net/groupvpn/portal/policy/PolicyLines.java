package net.groupvpn.portal.policy;

import org.jspecify.annotations.Nullable;

/** The lines of a policy as pages show them; {@code id} is the row, {@code member} the account. */
final class PolicyLines {
  private PolicyLines() {}

  /** A member that may be a gateway; {@code device} is empty for all of its machines. */
  record GatewayLine(long id, String member, String device) {}

  /** A network that a member may announce. */
  record SubnetLine(long id, String member, String prefix) {}

  /** What is reserved for a machine. */
  record ReservationLine(
      long id, String member, String device, @Nullable String address, @Nullable String name) {}

  /** A member that can be chosen. */
  record MemberChoice(long id, String name) {}
}
