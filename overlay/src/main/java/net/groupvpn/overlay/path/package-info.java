/**
 * Where a datagram can be sent towards a node: a UDP endpoint, a TCP stream, hop by hop over the
 * overlay, and later a relay. Paths are values; sessions choose among them.
 */
@NullMarked
package net.groupvpn.overlay.path;

import org.jspecify.annotations.NullMarked;
