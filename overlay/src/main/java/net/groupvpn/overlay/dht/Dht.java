package net.groupvpn.overlay.dht;

import java.util.List;
import java.util.Map;
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

  /** How many nodes keep each record and lease: those closest to its key. */
  int REPLICAS = 8;

  /**
   * Publishes a record signed by this node under {@code key}, replacing this node's earlier one,
   * and refreshes it until {@link #remove} is called.
   *
   * @param ttlNanos how long it lives without a refresh, nanoseconds
   * @param done gets the number of replicas that store it; 0 means failure
   */
  void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done);

  /** Stops refreshing this node's record under {@code key}, and asks its replicas to drop it. */
  void remove(NodeId key);

  /** Finds all verified records under {@code key}, newest first, at most one per publisher. */
  void get(NodeId key, Consumer<List<StoredRecord>> done);

  /**
   * Finds a random sample of the verified records under {@code key}, in any order. Where anybody
   * may store records, a key may hold very many, and publishers choose the versions that make a
   * record look new.
   */
  default void sample(NodeId key, Consumer<List<StoredRecord>> done) {
    get(key, done);
  }

  /**
   * Finds whose records there are under {@code key}: for each publisher the newest version that a
   * quorum of replicas does not deny. What {@link #get} finds is all there is only if it is all of
   * this. Not known if too few replicas answer, or keep the records of too many.
   */
  void findPublishers(NodeId key, Consumer<Finding<Map<NodeId, Long>>> done);

  /**
   * Whether a claim to {@code key} may begin now: this node has none to it, and not too many
   * others.
   */
  default boolean mayClaim(NodeId key) {
    return true;
  }

  /** Claims {@code key} for this node and keeps renewing the lease until it is released or lost. */
  Claim claim(NodeId key, byte[] value, ClaimListener listener);

  /** Has this node, as a replica, refuse claims that {@code rule} does not admit, from now on. */
  default void setLeaseRule(LeaseRule rule) {}

  /** Finds the owner of {@code key} by a quorum of its replicas. */
  void findLease(NodeId key, Consumer<Finding<LeaseView>> done);

  /**
   * Finds the node closest to {@code target}, which may be this node, as nodes on the way claim;
   * null on time-out.
   */
  void findClosest(NodeId target, Consumer<@Nullable NodeId> done);

  /**
   * The same from nodes that have shown their certificates: a quorum of those closest to {@code
   * target}, and the closest itself. So if it is another node than the one that was looked for,
   * that one does not exist; unknown if the closest is named by others, but silent.
   */
  void findClosestProved(NodeId target, Consumer<Finding<NodeId>> done);

  /**
   * The wall clock was set. Whatever others refuse because of its time is signed and sent again.
   */
  default void onClockSet() {}

  /**
   * This node has a new certificate. Its records and claims are signed and sent again, because
   * nobody accepts the old certificate once it has expired.
   */
  default void onCertificateRenewed() {}

  /**
   * Hands what this node keeps for others to the nodes that replace it, and stops refreshing and
   * renewing its own. Its leases live until they expire, so a restarted node finds them again.
   * Release unwanted leases first.
   */
  default void leave() {}

  /**
   * A record that passed its signature check.
   *
   * @param publisher who signed it
   * @param unit the publisher's member, by the hash of its name, as the certificate says with which
   *     it was signed; where there are no members, the publisher itself
   * @param version grows with each change by the publisher
   */
  record StoredRecord(NodeId publisher, NodeId unit, long version, byte[] value) {}

  /**
   * A lease as a quorum of replicas reports it.
   *
   * @param generation grows whenever the owner changes
   * @param remainingNanos how long it is still valid at least, nanoseconds
   */
  record LeaseView(NodeId key, NodeId owner, byte[] value, long generation, long remainingNanos) {}

  /** A claim under way or held. */
  interface Claim {
    /**
     * Whether this node may use the key now: a quorum has confirmed it, and it was renewed in time.
     */
    boolean isHeld();

    /** The lease's generation while held. */
    long generation();

    /** Until when this node may use the key if no renewal succeeds, boot time; 0 if not held. */
    long heldUntilNanos();

    /** Changes the value with the next renewal, which starts at once. */
    void update(byte[] value);

    /** Gives the key back and stops; no further events follow. */
    void release();
  }

  /** Hears about one claim. Engine thread. */
  interface ClaimListener {
    /** For a claim whose {@link Claim#isHeld} is all that matters. */
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

    /** A quorum says that it is kept for somebody else; the claim has stopped. */
    default void onReserved(Claim claim) {}

    /**
     * It was held and no longer is: it was not renewed in time, or another owner won after a merge.
     * The claim has stopped; stop using the key now.
     */
    void onLost(Claim claim, String reason);
  }
}
