/**
 * The experiment {@code joins}: how long joining takes, for one node, for all at once, and when all
 * restart.
 */
@NullMarked
package net.groupvpn.simulator.joins;

import org.jspecify.annotations.NullMarked;
