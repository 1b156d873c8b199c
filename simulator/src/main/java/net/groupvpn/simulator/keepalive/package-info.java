/**
 * The experiment {@code keepalive}: the cost of staying in the overlay, without active peers and
 * with many.
 */
@NullMarked
package net.groupvpn.simulator.keepalive;

import org.jspecify.annotations.NullMarked;
