/**
 * The virtual network of tests and simulator: virtual time, hosts that drive the same engines as
 * real machines, and the network between hosts (latencies, loss, jitter, duplication, bandwidth,
 * NAT boxes, TCP connections and partitions). A test begins with a {@link
 * net.groupvpn.overlay.virtual.ScenarioNetwork}. A {@link net.groupvpn.overlay.virtual.Kernel}
 * orders events by (time, host, sequence), on one thread; kernels share nothing, so runs may go on
 * in parallel. All randomness comes from the hosts' own streams, so runs are repeatable. A {@link
 * net.groupvpn.overlay.virtual.MovableClock} is the wall clock of tests without a network. Nothing
 * of the engine depends on this package.
 */
@NullMarked
package net.groupvpn.overlay.virtual;

import org.jspecify.annotations.NullMarked;
