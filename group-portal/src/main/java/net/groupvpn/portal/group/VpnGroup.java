package net.groupvpn.portal.group;

/**
 * A group as pages show it.
 *
 * @param id its row
 * @param groupId SHA-256 of its CA's key, 64 hexadecimal digits
 */
public record VpnGroup(
    long id, String groupId, String name, String description, String ipv4Range, String dnsSuffix) {}
