/**
 * Asks the router before this machine to lead a port of its own here: by PCP (RFC 6887), else
 * NAT-PMP (RFC 6886), else UPnP-IGD. {@link net.groupvpn.client.portmap.PortMapper} does so on a
 * thread of its own, renews what it has and gives it back at the end. Replies come from a network
 * that may be anybody's: they are bounded, checked, and dropped and counted if they do not fit.
 * What to do with a mapped port is not decided here.
 */
@NullMarked
package net.groupvpn.client.portmap;

import org.jspecify.annotations.NullMarked;
