/**
 * What lies between simulated hosts: latencies, loss, jitter, duplication, bandwidth, NAT boxes and
 * partitions. All chance comes from the sending host's own stream, so runs can be repeated.
 */
@NullMarked
package net.groupvpn.simulator.net;

import org.jspecify.annotations.NullMarked;
