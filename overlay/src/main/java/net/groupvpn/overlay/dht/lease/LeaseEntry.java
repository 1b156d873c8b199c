package net.groupvpn.overlay.dht.lease;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knows of one key. The rules of granting stand here, free of messages and
 * signatures: callers bring verified claims only.
 */
final class LeaseEntry {
  private static final int MAX_HEARD = 64;
  private static final int MAX_RELEASED = 16;
  private static final long INFORMED = Long.MIN_VALUE;

  final NodeId key;

  /** Whose state this replica has taken in; the oldest are forgotten first. */
  private final Set<NodeId> heard = boundedSet();

  /** Who of them did not know the lease that stands here, and has not been given it since. */
  private final Set<NodeId> lacking = boundedSet();

  /** Requests that wait until this replica knows enough. */
  final Deque<Runnable> waiting = new ArrayDeque<>();

  boolean isSyncing;

  /** Claimants' latest releases: what they signed before may still be on its way. */
  private final Map<NodeId, Long> released =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
          return size() > MAX_RELEASED;
        }
      };

  private @Nullable SignedClaim lease;
  private LeaseProof proof = LeaseProof.NONE;
  private long leaseUntilNanos;
  private @Nullable NodeId provisional;
  private long provisionalUntilNanos;
  private long generation;
  private @Nullable NodeId lastOwner;
  private long lastIssuedMillis;
  private long lastChangeNanos;
  private long uninformedSinceNanos;

  LeaseEntry(NodeId key, long now) {
    this.key = key;
    this.uninformedSinceNanos = now;
    this.lastChangeNanos = now;
  }

  private static Set<NodeId> boundedSet() {
    return Collections.newSetFromMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<NodeId, Boolean> eldest) {
            return size() > MAX_HEARD;
          }
        });
  }

  @Nullable SignedClaim lease(long now) {
    return now < leaseUntilNanos ? lease : null;
  }

  LeaseAnswer.@Nullable Lease remaining(long now) {
    SignedClaim live = lease(now);
    return live == null
        ? null
        : new LeaseAnswer.Lease(live, TimeUnit.NANOSECONDS.toMillis(leaseUntilNanos - now), proof);
  }

  @Nullable NodeId provisional(long now) {
    return now < provisionalUntilNanos ? provisional : null;
  }

  long generation() {
    return generation;
  }

  @Nullable NodeId lastOwner() {
    return lastOwner;
  }

  /** Who has something of this key now, or null. */
  @Nullable NodeId holder(long now) {
    SignedClaim live = lease(now);
    return live != null ? live.claimant() : provisional(now);
  }

  /** Whether it can be forgotten; work apart, only notes of who is gone are lost. */
  boolean isIdle(long now) {
    return holder(now) == null && !isSyncing;
  }

  long lastChangeNanos() {
    return lastChangeNanos;
  }

  /**
   * Whether this replica may speak for the key: it has heard from enough of {@code others}, the
   * rest of its view, or did not for one full lease.
   */
  boolean isInformed(List<NodeId> others, long now, LeaseTimes times) {
    if (lease != null && now >= leaseUntilNanos) {
      // It may have been renewed where this replica did not hear of it.
      lease = null;
      forgetAllHeard();
    }
    int needed = Math.min(DhtContext.quorumOf(others.size() + 1), others.size());
    if (others.stream().filter(heard::contains).count() >= needed) {
      uninformedSinceNanos = INFORMED;
      return true;
    }
    if (uninformedSinceNanos == INFORMED) {
      uninformedSinceNanos = now;
    }
    return now - uninformedSinceNanos >= times.leaseNanos();
  }

  void heardFrom(NodeId replica) {
    heard.remove(replica);
    heard.add(replica);
  }

  boolean hasHeard(NodeId replica) {
    return heard.contains(replica);
  }

  /** Notes that {@code replica} lacks the lease; true if that is new. */
  boolean noteLack(NodeId replica) {
    return lacking.add(replica);
  }

  void noteNoLack(NodeId replica) {
    lacking.remove(replica);
  }

  boolean isKnownToLack(NodeId replica) {
    return lacking.contains(replica);
  }

  void forgetHeard(NodeId replica) {
    heard.remove(replica);
    lacking.remove(replica);
  }

  void forgetHeardExcept(Collection<NodeId> view) {
    heard.retainAll(view);
    lacking.retainAll(view);
  }

  void forgetAllHeard() {
    heard.clear();
    lacking.clear();
  }

  LeaseAnswer.Status propose(SignedClaim claim, long now, LeaseTimes times) {
    LeaseAnswer.Status refusal = refusalOf(claim, now);
    if (refusal == null) {
      provisional = claim.claimant();
      provisionalUntilNanos = now + times.provisionalNanos();
    }
    return refusal == null ? LeaseAnswer.Status.OK : refusal;
  }

  LeaseAnswer.Status confirm(SignedClaim claim, LeaseProof itsProof, long now, LeaseTimes times) {
    LeaseAnswer.Status refusal = refusalOf(claim, now);
    if (refusal != null) {
      return refusal;
    }
    boolean sameOwner = Objects.equals(claim.claimant(), lastOwner);
    if (claim.generation() < generation || (claim.generation() == generation && !sameOwner)) {
      // Nobody owned the key before: then any generation will do.
      if (lastOwner != null || claim.generation() == 0) {
        return LeaseAnswer.Status.STALE;
      }
    }
    hold(claim, itsProof, now + times.leaseNanos(), now);
    return LeaseAnswer.Status.OK;
  }

  private LeaseAnswer.@Nullable Status refusalOf(SignedClaim claim, long now) {
    SignedClaim live = lease(now);
    if (live != null && !live.claimant().equals(claim.claimant())) {
      return LeaseAnswer.Status.TAKEN;
    }
    NodeId rival = provisional(now);
    if (rival != null && !rival.equals(claim.claimant())) {
      return LeaseAnswer.Status.PENDING;
    }
    return isOutdated(claim) ? LeaseAnswer.Status.STALE : null;
  }

  private boolean isOutdated(SignedClaim claim) {
    Long releasedMillis = released.get(claim.claimant());
    if (releasedMillis != null && claim.issuedMillis() <= releasedMillis) {
      return true;
    }
    return Objects.equals(claim.claimant(), lastOwner) && claim.issuedMillis() <= lastIssuedMillis;
  }

  void release(SignedClaim claim, long now) {
    released.merge(claim.claimant(), claim.issuedMillis(), Math::max);
    SignedClaim live = lease(now);
    if (live != null
        && live.claimant().equals(claim.claimant())
        && live.issuedMillis() <= claim.issuedMillis()) {
      lease = null;
      leaseUntilNanos = now;
      lastIssuedMillis = claim.issuedMillis();
      lastChangeNanos = now;
    }
    if (Objects.equals(claim.claimant(), provisional)) {
      provisional = null;
    }
  }

  /** Takes in a generation whose lease is over. */
  void adoptGeneration(long reported, @Nullable NodeId owner) {
    if (reported > generation) {
      generation = reported;
      lastOwner = owner;
      lastIssuedMillis = 0;
    }
  }

  /**
   * Takes in what another replica reports.
   *
   * @return whoever has lost the key by that and must be told, or null
   */
  @Nullable SignedClaim adopt(SignedClaim claim, LeaseProof itsProof, long untilNanos, long now) {
    SignedClaim live = lease(now);
    if (live == null) {
      if (claim.generation() >= generation && !isOutdated(claim)) {
        hold(claim, itsProof, untilNanos, now);
      }
      return null;
    }
    if (live.claimant().equals(claim.claimant())) {
      if (claim.issuedMillis() > live.issuedMillis()) {
        hold(claim, itsProof, Math.max(untilNanos, leaseUntilNanos), now);
      } else if (claim.digest().equals(live.digest())) {
        proof = itsProof.orStronger(proof);
      }
      return null;
    }
    if (!isBeatenBy(claim, itsProof, live)) {
      return claim;
    }
    hold(claim, itsProof, untilNanos, now);
    return live;
  }

  /** More grants first: a generation alone is whatever its claimant signed. */
  private boolean isBeatenBy(SignedClaim claim, LeaseProof itsProof, SignedClaim live) {
    int byProof = Integer.compare(itsProof.strength(), proof.strength());
    return byProof != 0 ? byProof > 0 : claim.beats(live);
  }

  private void hold(SignedClaim claim, LeaseProof itsProof, long untilNanos, long now) {
    SignedClaim live = lease(now);
    boolean same =
        live != null
            && live.claimant().equals(claim.claimant())
            && live.generation() == claim.generation();
    proof = same ? itsProof.orStronger(proof) : itsProof;
    lease = claim;
    leaseUntilNanos = untilNanos;
    provisional = null;
    generation = claim.generation();
    lastOwner = claim.claimant();
    lastIssuedMillis = claim.issuedMillis();
    lastChangeNanos = now;
  }
}
