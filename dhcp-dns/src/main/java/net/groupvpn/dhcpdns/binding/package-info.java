/**
 * Bindings: which member may use which address. Members tell each other their addresses and names
 * when a session starts and whenever they change; nothing of it is believed before a quorum of the
 * hash table has confirmed it. The result is a {@link net.groupvpn.dhcpdns.binding.RouteSnapshot}
 * for the data plane.
 */
@NullMarked
package net.groupvpn.dhcpdns.binding;

import org.jspecify.annotations.NullMarked;
