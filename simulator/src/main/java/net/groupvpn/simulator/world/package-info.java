/**
 * A simulated overlay: hosts with the real node, started, stopped and restarted in virtual time,
 * and observed from outside. Experiments are written against this package.
 */
@NullMarked
package net.groupvpn.simulator.world;

import org.jspecify.annotations.NullMarked;
