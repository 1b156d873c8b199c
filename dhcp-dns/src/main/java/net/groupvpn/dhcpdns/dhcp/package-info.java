/**
 * A DHCP server (RFC 2131, RFC 2132) for the machines on the device's link. It decides nothing
 * about addresses: it hands out what a {@link net.groupvpn.dhcpdns.dhcp.ClientLeases} holds in the
 * hash table, for as long as that holds it. Messages in, messages out; IP and Ethernet belong to
 * the data plane. Its clients may send anything.
 */
@NullMarked
package net.groupvpn.dhcpdns.dhcp;

import org.jspecify.annotations.NullMarked;
