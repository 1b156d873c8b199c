package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** What is pinged beyond a gateway: by IPv4 if there is such an address, else by IPv6. */
public record ExitTarget(@Nullable Ipv4Address ipv4, @Nullable Ipv6Address ipv6) {}
