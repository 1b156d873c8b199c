/**
 * Exclusive leases: what a replica grants ({@code LeaseReplica}), how a claimant gets a quorum
 * ({@code ClaimMachine}), and how anybody finds the owner ({@code LeaseFinder}).
 *
 * <h2>Who decides</h2>
 *
 * A key has a {@link net.groupvpn.overlay.dht.rpc.Committee}: eight seats, filled in rounds, so
 * that eight members have one each, whatever number of nodes they bring. The unit is the member; in
 * a group of one member, the node. A quorum is most of the units. Nodes without a shown
 * certificate, or silent ones that few vouch for, are not on it ({@code Closure}).
 *
 * <h2>States</h2>
 *
 * <pre>
 *   claimant  CLAIMING -- quorum of PROPOSE, quorum of CONFIRM --> HELD -- lost or released --> ENDED
 *             after each, CONTEND with rivals that replicas named, and PROPOSE anew
 *             provisional while no other member granted it; proved from then on
 *   replica   uninformed (BUSY) -- heard from a quorum of the others --> informed
 *             of a key: free | proposed, 10 s | confirmed: sure | told of: not sure
 * </pre>
 *
 * While a sure lease lives, a replica grants its owner alone. Sure is what it confirmed itself, or
 * what so many others granted that a quorum may stand behind it. What it was merely told of it
 * passes on, to be judged, but that keeps nobody from the key.
 *
 * <h2>Two owners</h2>
 *
 * Two confirmed leases of one key can meet after a partition, or if look-ups missed nodes. {@code
 * LeaseVerdict} says which is in force, from the grants that each carries (a {@code LeaseProof} of
 * up to eight, signed by the replicas that gave them, as many as fit into a message). A replica
 * that is shown the better one takes it, also with a CONFIRM, and sends the loser LEASE_LOST with
 * the proof. The loser verifies it and stops at once. If its own is the better one, it shows that.
 *
 * <h2>What members with patched code may try</h2>
 *
 * <ul>
 *   <li>Sign themselves leases, with grants of all their own nodes: these count for nothing.
 *   <li>Name nodes that do not exist, so that no quorum is ever reached: they count only if most of
 *       the units that answer vouch for them, and nobody waits long for them.
 *   <li>Say that a free key is theirs, or that a lease is over, or ends in a year: replicas believe
 *       proofs, finders the median, and times are clamped.
 *   <li>Never answer a newcomer that asks for the state of a key: after two rounds of questions it
 *       does without them.
 *   <li>Claim or report a top generation, which has no next: a replica takes the next one, or the
 *       one that most know.
 *   <li>Propose a free key, let it go, and show those grants against whoever claims it then: a
 *       replica that has confirmed another has given its later word to that one.
 *   <li>Confirm each other's claims to what somebody else holds, and later than everybody else:
 *       fewer than a quorum of all take nothing from a lease that has one.
 *   <li>Give a key back and show the old lease against the next owner: who has granted both has
 *       only one word, the later one; and grants are worth nothing after one lease time.
 *   <li>Name another owner each time they are asked, so that the owner renews without end: {@code
 *       ShowPace}.
 * </ul>
 *
 * <h2>Two claimants at once</h2>
 *
 * Two quorums of a committee may have no more in common than liars who grant both, and where
 * look-ups miss nodes, not even these. But honest replicas refuse each of the two for the other's
 * sake. So a claimant that was granted a key, and to whom any replica named a rival, asks that one
 * ({@code Contest}): both know of each other then, and whoever comes second by hash gives up,
 * unless the other holds the key already, and shows it. A rival that says it goes first and then
 * does not get the key is believed twice; one that is silent, not at all.
 *
 * <p>What this cannot stop: on a committee of eight members four that conspire block a key, and if
 * five do it is theirs. Elsewhere as many must conspire as have granted the lease, from near the
 * key.
 *
 * <h2>Keeping replicas informed</h2>
 *
 * {@code LeaseSync}: LEASE_STATE with the digest of a lease is answered by SAME, or by what the
 * other one knows; then by LEASE_STATE with the lease, if it is owed. Each replica does so with
 * every node that comes onto the committee, once, until {@code Messenger#onPeerLost} tells that the
 * node may have lost what it knew, or the lease was claimed or renewed while it was outside.
 */
@NullMarked
package net.groupvpn.overlay.dht.lease;

import org.jspecify.annotations.NullMarked;
