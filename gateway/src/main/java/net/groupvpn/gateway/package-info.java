/**
 * The gateway role: which members may carry the group's Internet traffic, and which of them a
 * member uses. Pure policy, fed plain values. Not implemented yet: the routing modes of a full
 * tunnel, network address translation on the gateway, and the kill switch.
 */
@NullMarked
package net.groupvpn.gateway;

import org.jspecify.annotations.NullMarked;
