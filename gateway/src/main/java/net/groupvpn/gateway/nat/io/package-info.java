/**
 * The user-space NAT's sockets and its thread: {@code UserNat} drives a {@code NatCore}. No
 * decisions live here.
 */
@NullMarked
package net.groupvpn.gateway.nat.io;

import org.jspecify.annotations.NullMarked;
