/**
 * The experiment {@code nat}: behind a given mix of NAT boxes, the shares of pairs that talk
 * directly, by TCP, by a relay, or hop by hop over the overlay.
 */
@NullMarked
package net.groupvpn.simulator.nat;

import org.jspecify.annotations.NullMarked;
