/**
 * The virtual network of tests and simulator: virtual time, hosts that drive the engines that real
 * machines run, and what lies between hosts (latencies, loss, jitter, duplication, bandwidth, NAT
 * boxes, TCP connections and partitions). {@link net.groupvpn.overlay.virtual.ScenarioNetwork} is
 * where a test begins. A {@link net.groupvpn.overlay.virtual.Kernel} orders events by (time, host,
 * sequence), on one thread; nothing is shared between two of them, so runs may go on side by side.
 * All chance comes from the hosts' own streams, so runs can be repeated. Nothing of the engine
 * depends on this package.
 */
@NullMarked
package net.groupvpn.overlay.virtual;

import org.jspecify.annotations.NullMarked;
