/**
 * The services that turn an overlay into a network: addresses, bindings and names of members.
 * {@link net.groupvpn.dhcpdns.GroupServices} combines them for one group.
 */
@NullMarked
package net.groupvpn.dhcpdns;

import org.jspecify.annotations.NullMarked;
