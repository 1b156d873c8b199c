/**
 * Measured latencies: researchers' file formats, their units and gaps, and statistics. Results are
 * immutable and shared by all runs.
 */
@NullMarked
package net.groupvpn.simulator.data;

import org.jspecify.annotations.NullMarked;
