/**
 * The experiment {@code broadcast}: one node asks all others, through the broadcast tree and one by
 * one.
 */
@NullMarked
package net.groupvpn.simulator.broadcast;

import org.jspecify.annotations.NullMarked;
