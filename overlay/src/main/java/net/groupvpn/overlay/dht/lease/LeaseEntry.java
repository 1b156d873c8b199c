package net.groupvpn.overlay.dht.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knows of one key. The rules for granting live here, free of messages and
 * signatures: callers pass verified claims only.
 */
final class LeaseEntry {
  private static final int MAX_RELEASED = 16;

  private static final long INFORMED = Long.MIN_VALUE;

  final NodeId key;

  private final LeaseTimes times;

  /** The replicas that have told this one about the key. */
  final Informants informants = new Informants();

  /** Requests that wait until this replica knows enough. */
  final Deque<Runnable> waiting = new ArrayDeque<>();

  boolean isSyncing;

  /** Claimants' latest releases: messages signed before may still be on their way. */
  private final Map<NodeId, Long> released =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
          return size() > MAX_RELEASED;
        }
      };

  private @Nullable SignedClaim lease;
  private LeaseProof proof = LeaseProof.none(NodeId.hash());
  private long leaseUntilNanos;

  /** Whether this replica granted the lease itself, or so many others did that it must be valid. */
  private boolean isSure;

  private @Nullable NodeId provisional;
  private @Nullable NodeId provisionalUnit;
  private long provisionalUntilNanos;
  private long generation;
  private @Nullable NodeId lastOwner;
  private long lastIssuedMillis;
  private long lastChangeNanos;
  private long uninformedSinceNanos;

  LeaseEntry(NodeId key, long now, LeaseTimes times) {
    this.key = key;
    this.times = times;
    this.uninformedSinceNanos = now;
    this.lastChangeNanos = now;
  }

  @Nullable SignedClaim lease(long now) {
    return now < leaseUntilNanos ? lease : null;
  }

  /**
   * The lease that this replica stands for. A lease that others tell without a proof may be
   * invented: it is passed on, to be judged, but blocks nobody.
   */
  @Nullable SignedClaim sureLease(long now) {
    return isSure ? lease(now) : null;
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

  /**
   * The owner of the generation, or null once that lease is over. Others may have been granted the
   * next generation since, so the old owner must not go on with it.
   */
  @Nullable NodeId lastOwner(long now) {
    SignedClaim live = lease(now);
    return live != null && Objects.equals(live.claimant(), lastOwner) ? lastOwner : null;
  }

  /** The node that has something of this key now, or null. */
  @Nullable NodeId holder(long now) {
    SignedClaim live = lease(now);
    return live != null ? live.claimant() : provisional(now);
  }

  /** The unit of the {@link #holder}, or null. */
  @Nullable NodeId holderUnit(long now) {
    if (lease(now) != null) {
      return proof.unit();
    }
    return provisional(now) == null ? null : provisionalUnit;
  }

  /**
   * Whether this entry can be forgotten. That costs only repeated work and the notes of releases.
   */
  boolean isIdle(long now) {
    return holder(now) == null && !isSyncing;
  }

  long lastChangeNanos() {
    return lastChangeNanos;
  }

  /**
   * Whether this replica may speak for the key: it has heard from enough of the others, or one full
   * lease time has passed.
   */
  boolean isInformed(Committee committee, NodeId self, long now) {
    if (lease != null && isSure && now >= leaseUntilNanos) {
      // It may have been renewed without this replica hearing of it.
      lease = null;
      informants.forgetAll();
    }
    if (informants.areEnough(committee, self)) {
      uninformedSinceNanos = INFORMED;
      return true;
    }
    if (uninformedSinceNanos == INFORMED) {
      uninformedSinceNanos = now;
    }
    return now - uninformedSinceNanos >= times.leaseNanos();
  }

  /** {@code unit} is the claimant's unit. */
  LeaseAnswer.Status propose(SignedClaim claim, NodeId unit, long now) {
    LeaseAnswer.Status refusal = refusalOf(claim, now);
    if (refusal == null) {
      provisional = claim.claimant();
      provisionalUnit = unit;
      provisionalUntilNanos = now + times.provisionalNanos();
    }
    return refusal == null ? LeaseAnswer.Status.OK : refusal;
  }

  /** {@code committee} is the key's committee in this replica's view. */
  LeaseAnswer.Status confirm(
      SignedClaim claim, LeaseProof itsProof, Committee committee, long now) {
    LeaseAnswer.Status refusal = refusalOf(claim, now);
    if (refusal != null) {
      return refusal;
    }
    SignedClaim live = lease(now);
    boolean isNext = isNext(claim, itsProof, committee);
    boolean isSame =
        live != null
            && live.claimant().equals(claim.claimant())
            && live.generation() == claim.generation();
    if (!isNext && !isSame) {
      return LeaseAnswer.Status.STALE;
    }
    hold(claim, itsProof, now + times.leaseNanos(), true, now);
    generation = isNext ? claim.generation() : generation;
    return LeaseAnswer.Status.OK;
  }

  /**
   * Whether the generation follows the last one known here, or the last one that half of the others
   * show. Otherwise a claimant could use up all numbers at once.
   */
  private boolean isNext(SignedClaim claim, LeaseProof itsProof, Committee committee) {
    long common = informants.commonGeneration(committee);
    if (common > generation) {
      generation = common;
      lastOwner = null;
    }
    boolean isKnownOwner = Objects.equals(claim.claimant(), lastOwner);
    if (claim.generation() == generation) {
      return isKnownOwner;
    }
    return claim.generation() == generation + 1
        || (claim.generation() > generation && 2 * itsProof.strength() >= committee.units());
  }

  private LeaseAnswer.@Nullable Status refusalOf(SignedClaim claim, long now) {
    SignedClaim live = sureLease(now);
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

  /** Forgets claim times that lie in the future now that the wall clock was set back. */
  void forgetTheFuture(long wallMillis) {
    released.values().removeIf(millis -> SignedClaim.isFromTheFuture(millis, wallMillis));
    if (SignedClaim.isFromTheFuture(lastIssuedMillis, wallMillis)) {
      lastIssuedMillis = wallMillis - 1;
    }
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

  /**
   * Takes in another replica's report.
   *
   * @param isStrong whether a quorum may stand behind it
   * @return the owner that has lost the key by this report and must be told, or null
   */
  @Nullable SignedClaim adopt(
      SignedClaim claim, LeaseProof itsProof, long untilNanos, boolean isStrong, long now) {
    SignedClaim live = lease(now);
    boolean isOfOwner = live != null && live.claimant().equals(claim.claimant());
    if (live != null && isOfOwner) {
      long longerNanos = Math.max(untilNanos, leaseUntilNanos);
      if (claim.issuedMillis() > live.issuedMillis()) {
        hold(claim, itsProof, longerNanos, isSure || isStrong, now);
      } else if (claim.digest().equals(live.digest())) {
        proof = itsProof.orStronger(proof, live, times);
        leaseUntilNanos = longerNanos;
        isSure |= isStrong;
      }
    } else if (isOutdated(claim) || untilNanos <= now) {
      return live == null ? null : claim;
    } else if (live != null && !isBeatenBy(claim, itsProof, live)) {
      return claim;
    } else {
      hold(claim, itsProof, untilNanos, isStrong, now);
    }
    return isOfOwner ? null : live;
  }

  private boolean isBeatenBy(SignedClaim claim, LeaseProof itsProof, SignedClaim live) {
    return LeaseVerdict.beats(key, itsProof.standing(claim), proof.standing(live));
  }

  /** A generation that somebody else reports counts only as the next one. */
  private void hold(
      SignedClaim claim, LeaseProof itsProof, long untilNanos, boolean sure, long now) {
    SignedClaim live = lease(now);
    boolean same =
        live != null
            && live.claimant().equals(claim.claimant())
            && live.generation() == claim.generation();
    isSure = sure;
    proof = same ? itsProof.orStronger(proof, claim, times) : itsProof;
    lease = claim;
    leaseUntilNanos = untilNanos;
    lastChangeNanos = now;
    if (sure) {
      provisional = null;
      generation = Math.max(generation, Math.min(generation + 1, claim.generation()));
      lastOwner = claim.claimant();
      lastIssuedMillis = claim.issuedMillis();
    }
  }
}
