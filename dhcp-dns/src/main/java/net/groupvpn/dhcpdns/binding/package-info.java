/**
 * Bindings: which member may use which address. Members tell each other their addresses and names
 * when a session starts and whenever they change. A quorum of the hash table must confirm each of
 * them before it is believed. The result is a {@link net.groupvpn.dhcpdns.binding.RouteSnapshot}
 * for the data plane.
 */
@NullMarked
package net.groupvpn.dhcpdns.binding;

import org.jspecify.annotations.NullMarked;
