package net.groupvpn.portal.group;

import java.util.Locale;

/**
 * A group as pages show it.
 *
 * @param id its row
 * @param groupId SHA-256 of its CA's key, 64 hexadecimal digits
 */
public record VpnGroup(
    long id, String groupId, String name, String description, String ipv4Range, String dnsSuffix) {
  /** What its group files are called: the name as far as a file name can carry it. */
  public String fileName() {
    var safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return (safe.isEmpty() ? "group-" + id : safe) + ".groupvpn";
  }
}
