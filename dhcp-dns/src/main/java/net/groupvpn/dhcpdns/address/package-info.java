/**
 * Virtual addresses: the group's network, this member's IPv4 address (an exclusive lease of the
 * overlay's hash table), and who owns an address of somebody else. What members tell each other
 * about their addresses is in {@code binding}; configuring a device is the client's matter.
 */
@NullMarked
package net.groupvpn.dhcpdns.address;

import org.jspecify.annotations.NullMarked;
