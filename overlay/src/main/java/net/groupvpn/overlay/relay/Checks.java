package net.groupvpn.overlay.relay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/** Sends checks to one session's peer through relays, and keeps the result for each. */
final class Checks {
  /** Most relays with a result, or under test. */
  static final int MAX_PROBES = 16;

  /** Hears the result of a check. */
  interface Owner {
    void onAnswered(RelayProbe probe);

    void onMissed(RelayProbe probe);
  }

  private final RelayContext context;
  private final Session session;
  private final Owner owner;
  private final Map<NodeId, RelayProbe> probes = new TreeMap<>();

  Checks(RelayContext context, Session session, Owner owner) {
    this.context = context;
    this.session = session;
    this.owner = owner;
  }

  Collection<RelayProbe> all() {
    return List.copyOf(probes.values());
  }

  @Nullable RelayProbe find(NodeId relay) {
    return probes.get(relay);
  }

  boolean anyWaiting() {
    return probes.values().stream().anyMatch(RelayProbe::isWaiting);
  }

  /** Sends a check through that relay, unless one is under way. */
  void send(NodeId relay) {
    RelayProbe probe = probes.get(relay);
    if (probe == null) {
      if (probes.size() >= MAX_PROBES) {
        context.count(OverlayCounter.RELAY_CHECK_LIMIT);
        return;
      }
      probe = new RelayProbe(relay);
      probes.put(relay, probe);
    }
    if (!probe.isWaiting()) {
      send(probe);
    }
  }

  private void send(RelayProbe probe) {
    long token = context.engine().random().nextLong();
    probe.onSent(token, context.nowNanos());
    context
        .engine()
        .setTimer(TimerName.RELAY_CHECK, probe, probe.timeoutNanos(), now -> onTimeout(probe));
    session.sendOn(
        new RelayPath(probe.relay(), session.peer()),
        RelayMessages.token(MessageType.RELAY_CHECK, token));
  }

  private void onTimeout(RelayProbe probe) {
    probe.onMissed();
    owner.onMissed(probe);
  }

  /** Handles an answer that arrived through {@code relay}. */
  void onAnswer(NodeId relay, long token) {
    RelayProbe probe = probes.get(relay);
    if (probe == null || !probe.onAnswer(token, context.nowNanos())) {
      context.count(OverlayCounter.DROPPED_RELAY_CHECKED);
      return;
    }
    context.engine().cancelTimer(TimerName.RELAY_CHECK, probe);
    owner.onAnswered(probe);
  }

  /** The relay can no longer be used. */
  void refuse(RelayProbe probe) {
    context.engine().cancelTimer(TimerName.RELAY_CHECK, probe);
    probe.onRefused();
  }

  void forget(RelayProbe probe) {
    context.engine().cancelTimer(TimerName.RELAY_CHECK, probe);
    probes.remove(probe.relay());
  }

  void forgetAll() {
    all().forEach(this::forget);
  }
}
