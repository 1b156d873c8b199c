/**
 * Exclusive leases: what a replica grants ({@code LeaseReplica}), how a claimant gets a quorum
 * ({@code ClaimMachine}), and how anybody finds the owner ({@code LeaseFinder}).
 *
 * <p>Replicas keep each other informed ({@code LeaseSync}): LEASE_STATE with the digest of a lease
 * is answered by SAME, or by what the other one knows; then by LEASE_STATE with the lease, if it is
 * owed. Each does so with every node that comes into its view, once, until {@code
 * Messenger#onPeerLost} tells that the node may have lost what it knew, or the lease was claimed or
 * renewed while the node was outside the view.
 *
 * <p>Two confirmed leases of one key can meet after a partition. The one with more grants wins (a
 * {@code LeaseProof} carries up to five, signed by the replicas that gave them), then the higher
 * generation, then the lower hash. So a member that signs itself a lease, or a replica that makes
 * one up, gets nowhere against one that a quorum granted. What this cannot stop: five members that
 * conspire, wherever they stand, since a verifier cannot tell who the closest nodes once were; and
 * a lease that was granted to a node alone, until its first renewal in company.
 */
@NullMarked
package net.groupvpn.overlay.dht.lease;

import org.jspecify.annotations.NullMarked;
