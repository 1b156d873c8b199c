package net.groupvpn.overlay.policy;

/**
 * A member that may be a way to the Internet for others.
 *
 * @param member its account's name, as in certificates
 * @param device the label of the one machine that is meant; empty for all of the member's
 */
public record GatewayRight(String member, String device) {
  /** Whether a machine of a member is meant. */
  boolean isMeant(String itsMember, String label) {
    return member.equals(itsMember) && (device.isEmpty() || device.equals(label));
  }
}
