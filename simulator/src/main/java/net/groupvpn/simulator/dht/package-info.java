/**
 * The experiment {@code dht}: records and leases of the hash table under churn, in duels for one
 * key, and over a partition.
 */
@NullMarked
package net.groupvpn.simulator.dht;

import org.jspecify.annotations.NullMarked;
