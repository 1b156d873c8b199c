package net.groupvpn.overlay.dht.lease;

import java.util.Set;
import net.groupvpn.overlay.id.NodeId;

/**
 * Which of two confirmed leases of one key is in force. Pure, so that whoever sees the same signed
 * evidence comes to the same verdict, in whatever order it came.
 *
 * <p>First, a lease that a quorum may stand behind is in force rather than one that fewer granted
 * than that. So few members who grant each other what they like, and say so later than everybody
 * else, take nothing from anybody.
 *
 * <p>Then more valid grants: these cost a claimant what it cannot make, the word of other members.
 * Who has granted both has only one word, the later one: it would not have granted the second if
 * the first had not been over. So a lease that was given back, or has run out, cannot be shown
 * again against the one that followed. Beyond that a generation says nothing, since its claimant
 * signs it. Of two words for one generation a confirmation is the later one: a proposal is granted
 * for a moment, and whoever let that pass must not come back with it once another has confirmed.
 *
 * <p>Then the lower hash of key and member, which nobody can choose; then of key and node.
 */
final class LeaseVerdict {
  /**
   * What decides about one lease.
   *
   * @param claimant whose lease it is
   * @param unit the claimant's member
   * @param generation which owner in a row the claimant is
   * @param granters who gave valid grants; with none the lease is provisional
   * @param confirmers those of them who granted its confirmation, not only its proposal
   * @param isBacked whether a quorum may stand behind it, in a group with all its members there
   */
  record Standing(
      NodeId claimant,
      NodeId unit,
      long generation,
      Set<NodeId> granters,
      Set<NodeId> confirmers,
      boolean isBacked) {
    private long grantsBeside(Standing other) {
      return granters.stream().filter(granter -> hasWordOf(granter, other)).count();
    }

    /** How many confirmed this, without those whose later word is for {@code other}. */
    long confirmationsBeside(Standing other) {
      return confirmers.stream().filter(granter -> hasWordOf(granter, other)).count();
    }

    Standing inGeneration(long other) {
      return new Standing(claimant, unit, other, granters, confirmers, isBacked);
    }

    private boolean hasWordOf(NodeId granter, Standing other) {
      if (!other.granters.contains(granter) || generation > other.generation) {
        return true;
      }
      return generation == other.generation
          && (confirmers.contains(granter) || !other.confirmers.contains(granter));
    }
  }

  private LeaseVerdict() {}

  /** Whether {@code challenger} is in force rather than {@code holder}. */
  static boolean beats(NodeId key, Standing challenger, Standing holder) {
    if (challenger.isBacked() != holder.isBacked()) {
      return challenger.isBacked();
    }
    int byGrants = Long.compare(challenger.grantsBeside(holder), holder.grantsBeside(challenger));
    if (byGrants != 0) {
      return byGrants > 0;
    }
    int byMember = rank(key, challenger.unit()).compareTo(rank(key, holder.unit()));
    return byMember != 0
        ? byMember < 0
        : rank(key, challenger.claimant()).compareTo(rank(key, holder.claimant())) < 0;
  }

  private static NodeId rank(NodeId key, NodeId who) {
    return NodeId.hash(key.toBytes(), who.toBytes());
  }
}
