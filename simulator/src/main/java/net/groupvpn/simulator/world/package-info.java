/**
 * A simulated overlay: hosts with the node that ships, started, stopped and restarted in virtual
 * time, and what can be seen of it from outside. Experiments are written against this package.
 */
@NullMarked
package net.groupvpn.simulator.world;

import org.jspecify.annotations.NullMarked;
