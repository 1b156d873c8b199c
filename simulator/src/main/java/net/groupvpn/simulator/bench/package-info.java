/** Measures the simulator itself: events per second, time and memory at a given size. */
@NullMarked
package net.groupvpn.simulator.bench;

import org.jspecify.annotations.NullMarked;
