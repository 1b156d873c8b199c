package net.groupvpn.overlay.dht.lease;

import java.util.Set;
import net.groupvpn.overlay.id.NodeId;

/**
 * Decides which of two confirmed leases of one key is in force. Pure: everybody who sees the same
 * signed evidence, in any order, comes to the same verdict.
 *
 * <p>First, a lease that a quorum may stand behind is in force rather than one with fewer grants.
 * So a few members who grant each other whatever they like, later than everybody else, take nothing
 * from anybody.
 *
 * <p>Second, more valid grants win: they cost a claimant what it cannot make, the word of other
 * members. A member that has granted both leases counts for the later one only: it would not have
 * granted the second if the first had not been over. So a lease that was given back, or has run
 * out, cannot be shown again against its successor. Beyond that a generation proves nothing,
 * because its claimant signs it. Of two grants for one generation, the confirmation is the later: a
 * proposal is granted for a moment, and a claimant that let it pass must not use it once another
 * has confirmed.
 *
 * <p>Third, the lower hash of key and member wins, which nobody can choose; then the lower hash of
 * key and node.
 */
final class LeaseVerdict {
  /**
   * The values of one lease that the verdict needs.
   *
   * @param claimant the lease's owner
   * @param unit the claimant's member
   * @param generation the position of the claimant in the sequence of owners
   * @param granters the units that gave valid grants; without any the lease is provisional
   * @param confirmers those granters that granted its confirmation, not only its proposal
   * @param isBacked whether a quorum may stand behind it, in a group with all its members present
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

    /** How many units confirmed this lease, without those whose later word is for {@code other}. */
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
