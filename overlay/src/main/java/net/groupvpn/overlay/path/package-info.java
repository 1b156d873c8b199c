/**
 * Where a datagram can be sent towards a node: a UDP endpoint, hop by hop over the overlay, and
 * later a relay or a TCP stream. Paths are values; sessions choose among them.
 */
@NullMarked
package net.groupvpn.overlay.path;

import org.jspecify.annotations.NullMarked;
