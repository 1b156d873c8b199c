package net.groupvpn.overlay.dht.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.dht.rpc.SignedBy;
import net.groupvpn.overlay.id.NodeId;

/**
 * Which signed answers count as grants of a lease. The same for every judge. Pure.
 *
 * @param members how many members the group has, as its CA signed it; empty if it did not
 * @param times how long leases live
 */
record ValidGrants(OptionalInt members, LeaseTimes times) {
  /**
   * A grant may come from this many times farther than the expected distance of the eighth member.
   * Views differ, and members are unevenly spread; but conspirators must be near the key, too.
   */
  static final int MAX_DISTANCE_FACTOR = 16;

  private static final double ID_SPACE = 0x1p64;

  /**
   * Those of {@code signed} that count for {@code claim}: from members other than the claimant's,
   * one per member, from near the key, given to this claimant for this lease, and recent. In a
   * group of one member they come from other nodes, one per node.
   */
  List<SignedBy> of(SignedClaim claim, NodeId claimantUnit, Collection<SignedBy> signed) {
    Set<NodeId> counted = new HashSet<>();
    counted.add(voiceOf(new Seat(claim.claimant(), claimantUnit)));
    List<SignedBy> valid = new ArrayList<>();
    for (SignedBy answer : signed) {
      Seat granter = answer.signer();
      boolean isOwn = granter.node().equals(claim.claimant());
      if (!isOwn
          && isNear(claim.key(), granter.node())
          && LeaseAnswer.isGrant(answer.signed(), claim, times)
          && counted.add(voiceOf(granter))) {
        valid.add(answer);
      }
    }
    return valid;
  }

  /**
   * Whether a quorum of {@code committee} may stand behind a lease with this proof; the claimant
   * may be part of it. If only the claimant's nodes are present in a group of several members,
   * nobody else could grant it, and these grants are enough.
   */
  boolean areEnough(LeaseProof proof, Committee committee) {
    return areEnough(proof.strength(), proof.unit(), committee);
  }

  /** The same for this many grants to a claimant of {@code unit}. */
  boolean areEnough(long grants, NodeId unit, Committee committee) {
    boolean isAmongOwn = !isGroupOfOne() && committee.isOf(unit);
    return isAmongOwn || grants >= Math.max(1, DhtContext.quorumOf(committee.units()) - 1);
  }

  /**
   * Whether this many grants are enough for a quorum of a full committee, which the claimant may be
   * part of. The same for every judge: it depends on what the CA signed, not on who is present.
   */
  boolean isBacked(int grants) {
    int units = Math.min(Committee.SEATS, members.orElse(Committee.SEATS));
    return units > 1 && grants >= Math.max(1, DhtContext.quorumOf(units) - 1);
  }

  /**
   * The unit that a grant of this node counts for: its member, or the node if there is only one
   * member.
   */
  NodeId voiceOf(Seat granter) {
    return isGroupOfOne() ? granter.node() : granter.unit();
  }

  private boolean isGroupOfOne() {
    return members.isPresent() && members.getAsInt() <= 1;
  }

  /** The closest of M members is expected at 1/M of the space, the eighth at 8/M. */
  private boolean isNear(NodeId key, NodeId granter) {
    return members.isEmpty()
        || shareOfSpace(key.distanceTo(granter)) * members.getAsInt()
            <= MAX_DISTANCE_FACTOR * Dht.REPLICAS;
  }

  private static double shareOfSpace(NodeId distance) {
    long top = ByteBuffer.wrap(distance.toBytes()).getLong();
    return (top >>> 1) / (ID_SPACE / 2);
  }
}
