package net.groupvpn.overlay.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions with peers that are reached without this overlay: seeds until there is a link, and
 * lost peers until they return or are given up. Paced, few at a time, with back-off.
 */
final class Dialer {
  static final int MAX_SEEDS = 64;

  /**
   * Most seeds named by the public overlay. Anyone who once knew the group's secret can keep naming
   * others there, and members get new IDs at each start: the oldest seeds give way.
   */
  static final int MAX_FOUND = MAX_SEEDS / 2;

  static final int MAX_LOST = 32;
  private static final int PARALLEL = 3;
  private static final long PACE_NANOS = 100_000_000L;
  private static final long IN_FLIGHT_NANOS = 4_000_000_000L;
  private static final long FIRST_SEED_BACKOFF_NANOS = 2_000_000_000L;
  private static final long FIRST_LOST_BACKOFF_NANOS = 2_000_000_000L;
  private static final long LONGEST_BACKOFF_NANOS = 60_000_000_000L;

  /** How long UDP alone is tried; after that UDP and TCP. */
  static final long STREAM_PATIENCE_NANOS = 1_500_000_000L;

  /**
   * Pause between dials of lost peers, counted over all of them, so that many cost no more than
   * one.
   */
  private static final long LOST_PACE_NANOS = 10_000_000_000L;

  private static final long GIVE_UP_LOST_NANOS = 600_000_000_000L;

  private final Engine engine;
  private final Sessions sessions;
  private final List<Target> seeds = new ArrayList<>();
  private final List<Target> lost = new ArrayList<>();
  private boolean dialSeeds;

  Dialer(Engine engine, Sessions sessions) {
    this.engine = engine;
    this.sessions = sessions;
  }

  boolean hasSeeds() {
    return !seeds.isEmpty();
  }

  boolean isSeed(Path path) {
    return seeds.stream().anyMatch(seed -> seed.path.equals(path));
  }

  /** Whether a session on this path may come from this object. */
  boolean isTarget(Path path) {
    return isSeed(path) || lost.stream().anyMatch(target -> target.path.equals(path));
  }

  List<Path> seedPaths() {
    return seeds.stream().map(seed -> seed.path).toList();
  }

  /** Adds a peer to start from; false if it is known or there are too many. */
  boolean addSeed(Path path, @Nullable NodeId expected) {
    if (isSeed(path)) {
      return false;
    }
    if (path instanceof PublicOverlayPath) {
      makeRoomForFound();
    }
    if (seeds.size() >= MAX_SEEDS) {
      return false;
    }
    seeds.add(new Target(path, expected, firstDial(path), FIRST_SEED_BACKOFF_NANOS));
    wake();
    return true;
  }

  private void makeRoomForFound() {
    List<Target> found = seeds.stream().filter(Target::isFound).toList();
    if (found.size() >= MAX_FOUND) {
      seeds.remove(found.get(0));
    }
  }

  /** Starts or stops dialling seeds; starting resets the pauses. */
  void setDialSeeds(boolean dial) {
    if (dial && !dialSeeds) {
      seeds.forEach(seed -> seed.reset(firstDial(seed.path), FIRST_SEED_BACKOFF_NANOS));
    }
    dialSeeds = dial;
    wake();
  }

  private long firstDial(Path path) {
    long now = engine.now().bootNanos();
    return path instanceof StreamPath ? now + STREAM_PATIENCE_NANOS : now;
  }

  /** Notes a peer whose link was lost. */
  void addLost(Path path, NodeId peer) {
    lost.removeIf(target -> Objects.equals(peer, target.expected));
    if (lost.size() >= MAX_LOST) {
      lost.remove(0);
    }
    long first = engine.now().bootNanos() + FIRST_LOST_BACKOFF_NANOS;
    lost.add(new Target(path, peer, first, FIRST_LOST_BACKOFF_NANOS));
    lookAgain();
  }

  /** This peer has a link again: whatever cut it off may be over for the others as well. */
  void onLinked(NodeId peer) {
    if (lost.removeIf(target -> Objects.equals(peer, target.expected)) && !lost.isEmpty()) {
      long now = engine.now().bootNanos();
      lost.forEach(target -> target.reset(now, FIRST_LOST_BACKOFF_NANOS));
      lookAgain();
    }
  }

  /** The timer may be set for a later target. */
  private void lookAgain() {
    engine.setTimer(TimerName.DIAL, this, PACE_NANOS, later -> dial());
  }

  /** A handshake on this path failed. */
  void onFailed(Path path) {
    targets().stream()
        .filter(target -> target.path.equals(path))
        .forEach(target -> target.inFlightUntil = 0);
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>(lost);
    if (dialSeeds) {
      targets.addAll(seeds);
    }
    return targets;
  }

  private void wake() {
    if (!engine.isTimerSet(TimerName.DIAL, this)) {
      engine.setTimer(TimerName.DIAL, this, 0, now -> dial());
    }
  }

  private void dial() {
    long now = engine.now().bootNanos();
    lost.removeIf(target -> now - target.sinceNanos > GIVE_UP_LOST_NANOS);
    List<Target> targets = targets();
    Target due = null;
    long next = Long.MAX_VALUE;
    for (Target target : targets) {
      if (target.dueNanos <= now && due == null && inFlight(targets, target, now) < PARALLEL) {
        due = target;
      } else {
        next = Math.min(next, target.dueNanos);
      }
    }
    if (due != null) {
      due.onDialled(now, engine.random().nextDouble(), longestBackoff(due));
      sessions.open(due.path, due.expected);
      next = Math.min(next, due.dueNanos);
    }
    if (next != Long.MAX_VALUE) {
      long pause = Math.max(PACE_NANOS, next - now);
      engine.setTimer(TimerName.DIAL, this, pause, later -> dial());
    }
  }

  /** Streams and other paths are counted apart: where one is blocked, the other goes on. */
  private static long inFlight(List<Target> targets, Target like, long now) {
    return targets.stream()
        .filter(target -> target.inFlightUntil > now && target.isStream() == like.isStream())
        .count();
  }

  /** The more lost peers there are, the less often each is dialled. */
  private long longestBackoff(Target target) {
    return lost.contains(target)
        ? Math.min(LONGEST_BACKOFF_NANOS, LOST_PACE_NANOS * lost.size())
        : LONGEST_BACKOFF_NANOS;
  }

  private static final class Target {
    private final Path path;
    private final @Nullable NodeId expected;
    private final long sinceNanos;
    private long dueNanos;
    private long backoffNanos;
    private long inFlightUntil;

    Target(Path path, @Nullable NodeId expected, long dueNanos, long backoffNanos) {
      this.path = path;
      this.expected = expected;
      this.sinceNanos = dueNanos;
      reset(dueNanos, backoffNanos);
    }

    boolean isStream() {
      return path instanceof StreamPath;
    }

    boolean isFound() {
      return path instanceof PublicOverlayPath;
    }

    void reset(long due, long backoff) {
      dueNanos = due;
      backoffNanos = backoff;
    }

    /**
     * Up to a quarter more or less than the back-off, so that restarted nodes do not dial in step.
     */
    void onDialled(long now, double chance, long longestBackoff) {
      inFlightUntil = now + IN_FLIGHT_NANOS;
      backoffNanos = Math.min(backoffNanos, longestBackoff);
      dueNanos = now + (long) (backoffNanos * (0.75 + chance / 2));
      backoffNanos *= 2;
    }
  }
}
