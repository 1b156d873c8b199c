package net.groupvpn.overlay.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.Session;

/** The relays that one session could use, in the order of the selection. */
final class Candidates {
  /** Relays that are checked at the same time. */
  static final int MAX_TESTED = 8;

  /** How long a relay that did not answer is left alone. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** The same if it refused, or if no relay works yet: it may soon get its other leg. */
  static final long SHORT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final RelayContext context;
  private final Session session;
  private final Checks checks;
  private final FarLegs far;
  private final Map<NodeId, Long> pausedUntil = new TreeMap<>();

  Candidates(RelayContext context, Session session, Checks checks, FarLegs far) {
    this.context = context;
    this.session = session;
    this.checks = checks;
    this.far = far;
  }

  /** Leaves a relay alone for a while. */
  void pause(NodeId relay, long nanos) {
    pausedUntil.put(relay, context.nowNanos() + nanos);
  }

  /** The relays that answer, best first. */
  List<RelayCandidate> usable() {
    List<RelayCandidate> usable = new ArrayList<>();
    for (RelayProbe probe : checks.all()) {
      if (probe.isUsable() && context.legs().find(probe.relay()) != null) {
        usable.add(far.candidate(probe.relay(), probe));
      }
    }
    return rank(usable);
  }

  /** The relays that should work by what both ends know, best first. */
  private List<RelayCandidate> promising() {
    pausedUntil.values().removeIf(until -> until <= context.nowNanos());
    return rank(
        far.common().stream()
            .filter(relay -> !pausedUntil.containsKey(relay))
            .map(relay -> far.candidate(relay, checks.find(relay)))
            .toList());
  }

  /** Checks what looks best by what both ends know. */
  void checkBest() {
    promising().stream().limit(MAX_TESTED).forEach(candidate -> checks.send(candidate.relay()));
  }

  private List<RelayCandidate> rank(List<RelayCandidate> candidates) {
    return context.choice().get().rank(session.peer(), candidates);
  }

  /** Whether it has stopped answering, or there is no longer a leg to it. */
  boolean isGone(NodeId relay) {
    RelayProbe probe = checks.find(relay);
    return (probe != null && probe.isDead()) || context.legs().find(relay) == null;
  }
}
