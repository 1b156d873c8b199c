package net.groupvpn.lab.duels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.duels.Wiretap.SentClaim;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;

/** Two honest members claim a free key within a tenth of a second. */
final class Duel {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The owner is watched on: claims are checked again 1 s later. */
  private static final Duration AFTERMATH = Duration.ofSeconds(4);

  /** Time for releases in flight. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final long SECOND_STARTS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The outcome.
   *
   * @param owners number of holders at the end, 0 to 2
   * @param bothNanos how long both held it, 0 if they never did
   * @param isLost whether a holder lost it, and nobody holds it now
   * @param settledNanos time until one had it and the other had given up
   * @param missedSeats seats of the true committee that the first proposals of both missed
   */
  record Outcome(int owners, long bothNanos, boolean isLost, long settledNanos, int missedSeats) {}

  private final DuelNet net;
  private final NodeId key;
  private final List<Duelist> both;
  private final Map<NodeId, NodeId> firstRounds = new HashMap<>();
  private final Map<NodeId, Set<NodeId>> asked = new HashMap<>();
  private final Set<NodeId> trueCommittee;
  private long bothSinceNanos = -1;
  private long bothNanos;
  private boolean hasHeld;

  Duel(DuelNet net, Peer one, Peer two, NodeId key) {
    this.net = net;
    this.key = key;
    this.both = List.of(new Duelist(one, this::onChange), new Duelist(two, this::onChange));
    this.trueCommittee = Set.copyOf(net.trueCommittee(key, Dht.REPLICAS));
  }

  /** Runs it to its end, and gives the key back. */
  Outcome run() {
    both.forEach(duelist -> net.churn.spare(duelist.peer.id));
    net.wiretap = this::onRequest;
    long startNanos = net.nanos();
    both.get(0).claim(key);
    net.run(Duration.ofNanos(net.random.nextLong(SECOND_STARTS_NANOS)));
    both.get(1).claim(key);
    net.runUntil(LIMIT, this::isSettled);
    long settledNanos = net.nanos() - startNanos;
    net.run(AFTERMATH);
    net.wiretap = Wiretap.NONE;
    if (bothSinceNanos >= 0) {
      bothNanos += net.nanos() - bothSinceNanos;
    }
    int owners = owners();
    Outcome outcome =
        new Outcome(owners, bothNanos, hasHeld && owners == 0, settledNanos, missedSeats());
    both.forEach(Duelist::release);
    net.run(PAUSE);
    both.forEach(duelist -> net.churn.spareNoMore(duelist.peer.id));
    return outcome;
  }

  private int owners() {
    return (int) both.stream().filter(Duelist::holds).count();
  }

  private boolean isSettled() {
    return both.stream().filter(Duelist::isOver).count() + owners() == 2 && owners() < 2;
  }

  private void onChange() {
    int owners = owners();
    hasHeld |= owners > 0;
    if (owners == 2) {
      bothSinceNanos = net.nanos();
    } else if (bothSinceNanos >= 0) {
      // At least one nanosecond, so that it counts.
      bothNanos += Math.max(1, net.nanos() - bothSinceNanos);
      bothSinceNanos = -1;
    }
  }

  private void onRequest(NodeId from, NodeId to, byte[] payload) {
    if (!SentClaim.isClaim(payload)) {
      return;
    }
    SentClaim claim = SentClaim.read(payload);
    if (claim.op() == DhtOp.PROPOSE && claim.key().equals(key)) {
      NodeId first = firstRounds.putIfAbsent(from, claim.round());
      if (first == null || first.equals(claim.round())) {
        asked.computeIfAbsent(from, each -> new HashSet<>(List.of(from))).add(to);
      }
    }
  }

  private int missedSeats() {
    int missed = 0;
    for (Set<NodeId> each : asked.values()) {
      List<NodeId> left = new ArrayList<>(trueCommittee);
      left.removeAll(each);
      missed += left.size();
    }
    return missed;
  }
}
