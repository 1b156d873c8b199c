/**
 * Virtual addresses: the group's network, this member's IPv4 address (an exclusive lease of the
 * overlay's hash table), and the owners of other addresses. What members tell each other about
 * their addresses is in {@code binding}; the client configures the device.
 */
@NullMarked
package net.groupvpn.dhcpdns.address;

import org.jspecify.annotations.NullMarked;
