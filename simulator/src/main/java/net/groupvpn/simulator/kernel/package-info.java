/**
 * Virtual time: one event queue ordered by (time, host, sequence), and hosts that drive the engines
 * that real machines run. One thread per {@link net.groupvpn.simulator.kernel.Kernel}; nothing is
 * shared between two of them, so runs may go on side by side. What becomes of a datagram is the
 * business of {@code net}.
 */
@NullMarked
package net.groupvpn.simulator.kernel;

import org.jspecify.annotations.NullMarked;
