package net.groupvpn.client.resolver;

import java.util.List;
import net.groupvpn.client.os.DeviceName;

/**
 * What the resolver is to know.
 *
 * @param device the group's network card
 * @param server who answers: the group's service address
 * @param suffix the group's DNS suffix, without a dot at either end
 * @param reverseZones where the names of the group's addresses are looked up, such as {@code
 *     128.10.in-addr.arpa}
 */
public record ResolverPlan(String device, String server, String suffix, List<String> reverseZones) {
  /**
   * Begins the names of our entries at resolvconf and openresolv. Both put entries of {@code lo}
   * before those of all other interfaces. First place is needed: the C library asks servers in
   * order, takes "no such name" from the first for an answer, and goes on to the next only when it
   * is refused, as our server refuses all names but the group's.
   */
  static final String ENTRY_PREFIX = "lo.groupvpn-";

  public ResolverPlan {
    DeviceName.check(device);
    reverseZones = List.copyOf(reverseZones);
  }

  /** The name of our entry at resolvconf and openresolv. */
  String entry() {
    return ENTRY_PREFIX + device;
  }
}
