/**
 * Asks the router before this machine to map one of its ports to this machine: by PCP (RFC 6887),
 * else NAT-PMP (RFC 6886), else UPnP-IGD. {@link net.groupvpn.client.portmap.PortMapper} does so on
 * a thread of its own, renews the mapping, and gives it back at the end. Replies come from a
 * network that may be hostile: they are bounded and checked; invalid ones are dropped and counted.
 * What to do with a mapped port is decided elsewhere.
 */
@NullMarked
package net.groupvpn.client.portmap;

import org.jspecify.annotations.NullMarked;
