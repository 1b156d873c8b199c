/**
 * Exclusive leases: what a replica grants ({@code LeaseReplica}), how a claimant gets a quorum
 * ({@code ClaimMachine}), and how any node finds the owner ({@code LeaseFinder}).
 *
 * <h2>Who decides</h2>
 *
 * A key has a {@link net.groupvpn.overlay.dht.rpc.Committee}: eight seats, filled in rounds. Eight
 * members have one seat each, however many nodes they bring. The unit is the member; in a group of
 * one member, the node. A quorum is a majority of the units. Nodes without a shown certificate, or
 * silent ones that few vouch for, are not on it ({@code Closure}).
 *
 * <h2>States</h2>
 *
 * <pre>
 *   claimant  CLAIMING -- quorum of PROPOSE, quorum of CONFIRM --> HELD -- lost or released --> ENDED
 *             after each, CONTEND with rivals that replicas named, and PROPOSE again
 *             provisional while no other member granted it; proved from then on
 *   replica   uninformed (BUSY) -- heard from a quorum of the others --> informed
 *             of a key: free | proposed, 10 s | confirmed: sure | reported: not sure
 * </pre>
 *
 * While a sure lease lives, a replica grants the key to its owner alone. A lease is sure if the
 * replica confirmed it itself, or if so many others granted it that a quorum may stand behind it. A
 * lease that others merely report is passed on, to be judged, but blocks nobody.
 *
 * <h2>Two owners</h2>
 *
 * Two confirmed leases of one key can meet after a partition, or if look-ups missed nodes. {@code
 * LeaseVerdict} decides which is in force, by the grants that each carries: a {@code LeaseProof} of
 * up to eight, signed by the replicas, as many as fit into a message. A replica that is shown the
 * better one takes it, also with a CONFIRM, and sends the loser LEASE_LOST with the proof. The
 * loser verifies it and stops at once. If its own lease is better, it shows that one.
 *
 * <h2>What members with patched code may try</h2>
 *
 * <ul>
 *   <li>Sign leases for themselves, with grants of all their own nodes: these do not count.
 *   <li>Name nodes that do not exist, so that no quorum is ever reached: they count only if most of
 *       the units that answer vouch for them, and the wait for them is short.
 *   <li>Say that a free key is theirs, or that a lease is over, or ends in a year: replicas believe
 *       proofs, finders the median, and times are clamped.
 *   <li>Never answer a newcomer that asks for the state of a key: after two rounds of questions it
 *       goes on without them.
 *   <li>Claim or report the highest generation, which has no successor: a replica accepts the next
 *       one, or the one that most know.
 *   <li>Propose a free key, drop it, and show those grants against the next claimant: a replica
 *       that has confirmed the other has given its later word to that one.
 *   <li>Confirm each other's claims to a key that somebody else holds, later than everybody else:
 *       fewer than a quorum of all take nothing from a lease that has one.
 *   <li>Give a key back and show the old lease against the next owner: a member that has granted
 *       both counts for the later one only; and grants are worthless after one lease time.
 *   <li>Name another owner each time they are asked, so that the owner renews without end: {@code
 *       ShowPace}.
 * </ul>
 *
 * <h2>Two claimants at once</h2>
 *
 * Two quorums of a committee may share only liars, who grant both; where look-ups miss nodes, they
 * may share nobody. But honest replicas refuse each claimant for the other's sake. So a claimant
 * that was granted a key asks every rival that a replica has named ({@code Contest}). Then both
 * know of each other, and the one that comes second by hash gives up, unless it already holds the
 * key and shows that. A rival that claims to come first and then does not take the key is believed
 * twice; a silent rival is not believed at all.
 *
 * <p>What this cannot stop: on a committee of eight members, four conspirators block a key, and
 * five can give it away. Outside the committee, as many must conspire as have granted the lease,
 * from near the key.
 *
 * <h2>Keeping replicas informed</h2>
 *
 * {@code LeaseUpkeep} says when, {@code LeaseSync} how. LEASE_STATE with the digest of a lease is
 * answered by SAME, or by what the other replica knows; LEASE_STATE with the lease follows if the
 * other lacks it. Each replica does so once with every node that comes onto the committee. It does
 * so again if {@code Messenger#onPeerLost} reports that the node may have lost its state, or if the
 * lease was claimed or renewed while the node was outside.
 */
@NullMarked
package net.groupvpn.overlay.dht.lease;

import org.jspecify.annotations.NullMarked;
