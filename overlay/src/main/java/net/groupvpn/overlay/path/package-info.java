/**
 * Where a datagram can be sent towards a node: a UDP endpoint, a TCP stream, a relay, hop by hop
 * over the overlay. Paths are values; sessions choose among them.
 */
@NullMarked
package net.groupvpn.overlay.path;

import org.jspecify.annotations.NullMarked;
