/**
 * Measured latencies: the file formats that researchers have them in, their units and gaps, and
 * what they are like. Results are immutable and shared by all runs.
 */
@NullMarked
package net.groupvpn.simulator.data;

import org.jspecify.annotations.NullMarked;
