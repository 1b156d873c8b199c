package net.groupvpn.client.resolver;

/**
 * The state of the group's names on this machine.
 *
 * @param by the manager that was configured, such as {@code systemd-resolved}; {@code none} if none
 *     was
 * @param isActive whether the machine's programs can resolve the group's names now
 * @param text what was done, or why not and what to do, for people
 */
public record DnsState(String by, boolean isActive, String text) {
  /** Where no manager was configured. */
  static final String NOBODY = "none";

  static DnsState inactive(String text) {
    return new DnsState(NOBODY, false, text);
  }
}
