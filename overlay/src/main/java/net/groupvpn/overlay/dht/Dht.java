package net.groupvpn.overlay.dht;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The overlay's hash table: signed records that anyone may put, and leases that have exactly one
 * owner. Engine thread only; answers come later on the same thread, exactly once.
 */
public interface Dht {
  /** Longest value of a record or lease, bytes. */
  int MAX_VALUE_BYTES = 1_024;

  /** Nodes that keep each record and lease: the closest to its key. */
  int REPLICAS = 8;

  /**
   * Publishes a record signed by this node under {@code key}, replacing this node's earlier one,
   * and refreshes it until {@link #remove} is called.
   *
   * @param ttlNanos how long it lives without a refresh
   * @param done told how many replicas store it; 0 means failure
   */
  void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done);

  /** Stops refreshing this node's record under {@code key} and asks its replicas to drop it. */
  void remove(NodeId key);

  /** Finds all verified records under {@code key}, newest first, at most one per publisher. */
  void get(NodeId key, Consumer<List<StoredRecord>> done);

  /**
   * Finds some of the verified records under {@code key}, drawn by chance, in any order: where
   * anybody may store, all of them may be very many, and the newest are whose publishers say so.
   */
  default void sample(NodeId key, Consumer<List<StoredRecord>> done) {
    get(key, done);
  }

  /** Claims {@code key} for this node and keeps renewing the lease until it is released or lost. */
  Claim claim(NodeId key, byte[] value, ClaimListener listener);

  /** Finds the owner of {@code key} by a quorum of its replicas. */
  void findLease(NodeId key, Consumer<Finding<LeaseView>> done);

  /** Finds the node closest to {@code target} that there is (maybe this one); null on time-out. */
  void findClosest(NodeId target, Consumer<@Nullable NodeId> done);

  /** The wall clock was set: what others refuse for its time now is signed and sent again. */
  default void onClockSet() {}

  /**
   * This node has a new certificate. Its records and claims are signed and sent again: nobody
   * believes what came with the old one once that has expired.
   */
  default void onCertificateRenewed() {}

  /**
   * Hands what this node keeps for others to the nodes that take its place, and stops refreshing
   * and renewing its own. Leases that it holds live on until they expire, so that it finds them
   * again after a restart; release what is not wanted back before.
   */
  default void leave() {}

  /**
   * A record that passed its signature check.
   *
   * @param publisher who signed it
   * @param version grows with each change by the publisher
   */
  record StoredRecord(NodeId publisher, long version, byte[] value) {}

  /**
   * A lease as a quorum of replicas reports it.
   *
   * @param generation grows whenever the owner changes
   * @param remainingNanos how long it still runs at least
   */
  record LeaseView(NodeId key, NodeId owner, byte[] value, long generation, long remainingNanos) {}

  /** A claim under way or held. */
  interface Claim {
    /** Whether this node may use the key now: confirmed by a quorum, and renewed in time. */
    boolean isHeld();

    /** The lease's generation while held. */
    long generation();

    /** Changes the value with the next renewal, which is begun at once. */
    void update(byte[] value);

    /** Gives the key back and stops; further events do not come. */
    void release();
  }

  /** Told about one claim. */
  interface ClaimListener {
    /** For a claim of which only {@link Claim#isHeld} matters. */
    ClaimListener SILENT =
        new ClaimListener() {
          @Override
          public void onHeld(Claim claim) {}

          @Override
          public void onTaken(Claim claim, NodeId owner) {}

          @Override
          public void onLost(Claim claim, String reason) {}
        };

    /** A quorum confirmed: this node owns the key. */
    void onHeld(Claim claim);

    /** Somebody else owns it; the claim has stopped. */
    void onTaken(Claim claim, NodeId owner);

    /**
     * It was held and is no longer: not renewed in time, or lost to another after a merge. The
     * claim has stopped; the key must not be used from now on.
     */
    void onLost(Claim claim, String reason);
  }
}
