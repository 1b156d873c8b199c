/**
 * The experiment {@code gateways}: members that send their Internet traffic through a few gateways
 * of the group, by several rules of choosing one.
 */
@NullMarked
package net.groupvpn.simulator.gateways;

import org.jspecify.annotations.NullMarked;
