package net.groupvpn.dhcpdns.binding;

import net.groupvpn.dhcpdns.address.Ipv4Address;

/** An address with the generation of its lease. */
public record BoundAddress(Ipv4Address address, long generation) {}
