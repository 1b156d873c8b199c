/**
 * Exclusive leases: what a replica grants ({@code LeaseReplica}), how a claimant gets a quorum
 * ({@code ClaimMachine}), and how anybody finds the owner ({@code LeaseFinder}).
 */
@NullMarked
package net.groupvpn.overlay.dht.lease;

import org.jspecify.annotations.NullMarked;
