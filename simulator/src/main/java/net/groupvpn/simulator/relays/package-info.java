/**
 * The experiment {@code relays}, the seed paper's figure: how much faster two hops over a relay are
 * than the overlay's own way, for pairs of nodes that cannot talk directly.
 */
@NullMarked
package net.groupvpn.simulator.relays;

import org.jspecify.annotations.NullMarked;
