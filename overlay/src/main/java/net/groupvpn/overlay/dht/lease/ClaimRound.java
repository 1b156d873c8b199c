package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.SignedBy;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Sends one signed claim to the whole committee and counts the answers. It ends when a quorum has
 * granted the claim, a quorum has named another owner, or neither can happen any more. A claim with
 * a quorum waits a moment for the other answers: every grant is evidence, and a refusal may be a
 * warning.
 */
final class ClaimRound {
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final DhtContext context;
  private final Committee committee;
  private final Listener listener;
  private final long sentNanos;
  private final Map<NodeId, Set<NodeId>> namedBy = new TreeMap<>();
  private final Map<NodeId, Long> generations = new TreeMap<>();
  private final TreeSet<NodeId> rivals = new TreeSet<>();
  private final Set<Long> stale = new TreeSet<>();
  private final Set<NodeId> outstanding = new TreeSet<>();
  private final Set<NodeId> granted = new TreeSet<>();
  private final Set<NodeId> reserved = new TreeSet<>();
  private final List<SignedBy> grants = new ArrayList<>();
  private final Map<NodeId, Long> owners = new TreeMap<>();
  private boolean ended;

  /** The user of a round. */
  interface Listener {
    /** The round is decided, or cannot be. Grants may still arrive. */
    void onRound(ClaimRound round);

    /** A replica names another owner, with its proof; also after the end. */
    void onOther(LeaseAnswer.Lease lease);
  }

  private ClaimRound(DhtContext context, Committee committee, Listener listener) {
    this.context = context;
    this.committee = committee;
    this.listener = listener;
    this.sentNanos = context.bootNanos();
    this.outstanding.addAll(committee.nodes());
  }

  static void run(
      DhtContext context,
      LeaseClient client,
      LeaseMessages.ClaimRequest request,
      Committee committee,
      Listener listener) {
    SignedClaim claim = request.claim();
    ClaimRound round = new ClaimRound(context, committee, listener);
    byte[] body = request.toBytes();
    for (NodeId replica : committee.nodes()) {
      client.askSigned(
          replica,
          claim.op(),
          claim.key(),
          body,
          (answer, signed) -> round.onAnswer(replica, answer, signed));
    }
  }

  private void onAnswer(NodeId replica, @Nullable LeaseAnswer answer, @Nullable SignedBy signed) {
    outstanding.remove(replica);
    if (answer != null && signed != null) {
      count(replica, answer, signed);
    }
    if (ended) {
      return;
    }
    if (isGranted() && !outstanding.isEmpty()) {
      if (!context.engine().isTimerSet(TimerName.CLAIM_GRACE, this)) {
        context.engine().setTimer(TimerName.CLAIM_GRACE, this, GRACE_NANOS, now -> end());
      }
    } else if (isGranted() || isTakenByQuorum() || isReservedByQuorum() || isHopeless()) {
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      context.engine().cancelTimer(TimerName.CLAIM_GRACE, this);
      listener.onRound(this);
    }
  }

  private void count(NodeId replica, LeaseAnswer answer, SignedBy signed) {
    generations.put(replica, answer.generation());
    if (answer.lastOwner() != null) {
      owners.merge(answer.lastOwner(), answer.generation(), Math::max);
    }
    LeaseAnswer.Lease lease = answer.lease();
    if (answer.status() == LeaseAnswer.Status.OK) {
      granted.add(replica);
      grants.add(signed);
    } else if (answer.status() == LeaseAnswer.Status.TAKEN && lease != null) {
      namedBy.computeIfAbsent(lease.claim().claimant(), o -> new TreeSet<>()).add(replica);
      listener.onOther(lease);
    } else if (answer.status() == LeaseAnswer.Status.PENDING && answer.rival() != null) {
      rivals.add(answer.rival());
    } else if (answer.status() == LeaseAnswer.Status.STALE
        && !Objects.equals(context.self(), answer.lastOwner())) {
      stale.add(answer.generation());
    } else if (answer.status() == LeaseAnswer.Status.RESERVED) {
      reserved.add(replica);
    }
  }

  private boolean isHopeless() {
    return !isQuorumWithTheRest(granted)
        && !isQuorumWithTheRest(Set.of())
        && !isQuorumWithTheRest(reserved)
        && namedBy.values().stream().noneMatch(this::isQuorumWithTheRest);
  }

  private boolean isQuorumWithTheRest(Set<NodeId> agreeing) {
    Set<NodeId> all = new TreeSet<>(agreeing);
    all.addAll(outstanding);
    return committee.isQuorum(all);
  }

  /** Whether any replica claims that this generation belonged to another node. Not verified. */
  boolean wasAnothers(long generation) {
    return stale.contains(generation);
  }

  /** Whether a quorum granted it. */
  boolean isGranted() {
    return committee.isQuorum(granted);
  }

  /** The rivals for whose sake replicas have refused the claim so far. Not verified. */
  Set<NodeId> rivals() {
    Set<NodeId> all = new TreeSet<>(rivals);
    all.addAll(namedBy.keySet());
    return all;
  }

  /** The signed grants so far. */
  List<SignedBy> grants() {
    return List.copyOf(grants);
  }

  /** Boot time at which the claim was sent, nanoseconds. */
  long sentNanos() {
    return sentNanos;
  }

  /** The owner that most replicas name, or null if none names one. */
  @Nullable NodeId namedOwner() {
    return namedBy.entrySet().stream()
        .max(Comparator.comparingInt(named -> named.getValue().size()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** Whether a quorum names the same other owner. */
  boolean isTakenByQuorum() {
    return namedBy.values().stream().anyMatch(committee::isQuorum);
  }

  /** Whether a quorum says that the key is kept for another member. */
  boolean isReservedByQuorum() {
    return committee.isQuorum(reserved);
  }

  /** Whether {@code self} comes first among all claimants with provisional grants. */
  boolean isFirst(NodeId key, NodeId self) {
    return rivals.stream().allMatch(rival -> ClaimPriority.isFirst(key, self, rival));
  }

  /**
   * The generation that {@code self} would have as owner, as at least one in {@code share} of the
   * answering nodes know it. A few nodes may lie.
   */
  long generationFor(NodeId self, int share) {
    Map<NodeId, Long> byUnit = new TreeMap<>();
    generations.forEach((node, told) -> byUnit.merge(committee.unitOf(node), told, Math::min));
    List<Long> told = byUnit.values().stream().sorted(Comparator.reverseOrder()).toList();
    long known = told.isEmpty() ? 0 : told.get(told.size() / share);
    return Objects.equals(owners.get(self), known) && known > 0 ? known : known + 1;
  }
}
