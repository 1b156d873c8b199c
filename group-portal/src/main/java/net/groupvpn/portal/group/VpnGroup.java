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
  /** The base name of its group files: the group's name, as far as a file name can contain it. */
  public String fileName() {
    var safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return (safe.isEmpty() ? "group-" + id : safe) + ".groupvpn";
  }
}
