package net.groupvpn.dhcpdns.dhcp;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what for.
 *
 * @param key what the server knows it by: {@code id:} and its client identifier, or {@code mac:}
 *     and its Ethernet address, in hexadecimal digits
 * @param mac its Ethernet address
 * @param isOwn whether it is this very machine
 * @param wished the address that it would like, or null
 * @param hostName how it calls itself, or null if it does not, or if nobody may be called so
 */
public record DhcpClient(
    String key, long mac, boolean isOwn, @Nullable Ipv4Address wished, @Nullable Label hostName) {}
