package net.groupvpn.dhcpdns.dhcp;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * What a client may be told that it has.
 *
 * @param heldUntilNanos boot time until which the hash table's lease is good without a renewal
 * @param hostName the client's name in the group, or null while it has none
 */
public record DhcpLease(Ipv4Address address, long heldUntilNanos, @Nullable String hostName) {}
