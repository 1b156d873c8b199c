package net.groupvpn.client.resolver;

import java.util.List;
import net.groupvpn.client.os.DeviceName;

/**
 * What the resolver must know.
 *
 * @param device the group's network card
 * @param server the name server: the group's service address
 * @param suffix the group's DNS suffix, without a dot at either end
 * @param reverseZones zones for look-ups of the group's addresses, such as {@code
 *     128.10.in-addr.arpa}
 * @param all whether the server is asked for all names, and nobody else is asked for any
 */
public record ResolverPlan(
    String device, String server, String suffix, List<String> reverseZones, boolean all) {
  /**
   * The prefix of the names of the client's entries at resolvconf and openresolv. Both put entries
   * of {@code lo} before those of all other interfaces. First place is necessary: the C library
   * asks servers in order, accepts "no such name" from the first as an answer, and goes on to the
   * next only when it is refused. The group's server refuses all names outside the group.
   */
  static final String ENTRY_PREFIX = "lo.groupvpn-";

  public ResolverPlan {
    DeviceName.check(device);
    reverseZones = List.copyOf(reverseZones);
  }

  /** For the group's names alone. */
  public ResolverPlan(String device, String server, String suffix, List<String> reverseZones) {
    this(device, server, suffix, reverseZones, false);
  }

  /** The same, for all names or for the group's. */
  ResolverPlan forAll(boolean allNames) {
    return new ResolverPlan(device, server, suffix, reverseZones, allNames);
  }

  /** The name of our entry at resolvconf and openresolv. */
  String entry() {
    return ENTRY_PREFIX + device;
  }
}
