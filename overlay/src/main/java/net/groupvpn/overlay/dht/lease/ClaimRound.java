package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Sends one signed claim to the whole universe and counts the answers, until a quorum has granted
 * it, a quorum has named another owner, or neither can happen any more.
 */
final class ClaimRound {
  private final LookupResult replicas;
  private final Consumer<ClaimRound> done;
  private final long sentNanos;
  private final Map<NodeId, Integer> ownersNamed = new TreeMap<>();
  private final TreeSet<NodeId> rivals = new TreeSet<>();
  private final List<Signed> grants = new ArrayList<>();
  private int outstanding;
  private long generation;
  private @Nullable NodeId lastOwner;
  private boolean ended;

  private ClaimRound(LookupResult replicas, long sentNanos, Consumer<ClaimRound> done) {
    this.replicas = replicas;
    this.sentNanos = sentNanos;
    this.done = done;
    this.outstanding = replicas.universe().size();
  }

  static void run(
      DhtContext context,
      LeaseClient client,
      LeaseMessages.ClaimRequest request,
      LookupResult replicas,
      Consumer<ClaimRound> done) {
    ClaimRound round = new ClaimRound(replicas, context.bootNanos(), done);
    SignedClaim claim = request.claim();
    byte[] body = request.toBytes();
    for (NodeId replica : replicas.universe()) {
      client.askSigned(replica, claim.op(), claim.key(), body, round::onAnswer);
    }
  }

  private void onAnswer(@Nullable LeaseAnswer answer, @Nullable Signed signed) {
    outstanding--;
    if (answer != null) {
      count(answer);
    }
    if (answer != null && signed != null && answer.status() == LeaseAnswer.Status.OK) {
      grants.add(signed);
    }
    int named = ownersNamed.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int quorum = replicas.quorum();
    int granted = grants.size();
    boolean decided = granted >= quorum || named >= quorum;
    boolean hopeless = granted + outstanding < quorum && named + outstanding < quorum;
    if (!ended && (decided || hopeless)) {
      ended = true;
      done.accept(this);
    }
  }

  private void count(LeaseAnswer answer) {
    if (answer.generation() > generation) {
      generation = answer.generation();
      lastOwner = answer.lastOwner();
    }
    if (answer.status() == LeaseAnswer.Status.TAKEN && answer.lease() != null) {
      ownersNamed.merge(answer.lease().claim().claimant(), 1, Integer::sum);
    } else if (answer.status() == LeaseAnswer.Status.PENDING && answer.rival() != null) {
      rivals.add(answer.rival());
    }
  }

  /** Whether a quorum granted it. */
  boolean isGranted() {
    return grants.size() >= replicas.quorum();
  }

  /** What the replicas that granted it signed. */
  List<Signed> grants() {
    return List.copyOf(grants);
  }

  /** Boot time at which the claim was sent. */
  long sentNanos() {
    return sentNanos;
  }

  /** The owner whom most replicas name, or null if none names any. */
  @Nullable NodeId namedOwner() {
    return ownersNamed.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** Whether a quorum names one and the same other owner. */
  boolean isTakenByQuorum() {
    return ownersNamed.values().stream().anyMatch(count -> count >= replicas.quorum());
  }

  /** Whether {@code self} goes first among all who have provisional grants. */
  boolean isFirst(NodeId key, NodeId self) {
    return rivals.stream().allMatch(rival -> ClaimPriority.isFirst(key, self, rival));
  }

  /** The generation that {@code self} would have as owner. */
  long generationFor(NodeId self) {
    return Objects.equals(self, lastOwner) ? generation : generation + 1;
  }
}
