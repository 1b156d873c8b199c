package net.groupvpn.dhcpdns.name;

import net.groupvpn.dhcpdns.address.Ipv6Address;

/**
 * A message that arrived at the service address.
 *
 * @param bytes the message, without the length that precedes it on a stream
 * @param isStream whether it came by TCP, so that the reply may be long
 * @param source which machine asks, for limits: {@link Ipv6Address#ofMachine}
 */
public record DnsRequest(byte[] bytes, boolean isStream, Ipv6Address source) {}
