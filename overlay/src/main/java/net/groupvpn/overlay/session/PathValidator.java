package net.groupvpn.overlay.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether the peer is reached over paths other than the present one, without sending a
 * stranger more than a few bytes. Challenge and response travel on the path under test. Once the
 * path is used, {@link PathMtu} finds out how long its datagrams may be.
 */
final class PathValidator {
  /** Unanswered challenges before a path counts as dead. */
  static final int MAX_TRIES = 4;

  /** Most paths of one session under test at the same time. */
  static final int MAX_PATHS = 16;

  /**
   * How long a proved path is not tested again, unless the peer sends on it: each end's test makes
   * the other one test as well, and they could go on without end.
   */
  static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Sends on the path under test, and hears the result. */
  interface Owner {
    void sendOn(Path path, byte[] message);

    /**
     * The peer was reached on {@code path}, and answered on it.
     *
     * @param follow whether the peer itself sends on it, so that it wins against an equal path
     */
    void onValidated(Path path, long rttNanos, boolean follow);
  }

  private static final class Test {
    private final Path path;
    private boolean follow;
    private boolean moved;
    private int tries;
    private long token;
    private long sentNanos;

    Test(Path path) {
      this.path = path;
    }
  }

  private final SessionContext context;
  private final Owner owner;
  private final Map<Path, Test> tests = new LinkedHashMap<>();
  private boolean stopped;
  private final Map<Path, Long> provedNanos =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Long> eldest) {
          return size() > MAX_PATHS;
        }
      };

  PathValidator(SessionContext context, Owner owner) {
    this.context = context;
    this.owner = owner;
  }

  /** Starts to test a path, unless that is under way. */
  void start(Path path, boolean follow) {
    if (stopped) {
      return;
    }
    Test known = tests.get(path.key());
    if (known != null) {
      known.follow |= follow;
    } else if (!follow && isFresh(path)) {
      context.count(OverlayCounter.PATH_TEST_FRESH);
    } else if (tests.size() >= MAX_PATHS) {
      context.count(OverlayCounter.PATH_REFUSED_LIMIT);
    } else {
      Test test = new Test(path);
      test.follow = follow;
      tests.put(path.key(), test);
      challenge(test);
    }
  }

  /**
   * This end's addresses have changed: asks the peer to follow, on the path where it should see
   * this end.
   */
  void announceMove(Path path) {
    Test known = tests.get(path.key());
    if (known != null) {
      forget(known);
    }
    Test test = new Test(path);
    test.moved = true;
    tests.put(path.key(), test);
    challenge(test);
  }

  private boolean isFresh(Path path) {
    Long proved = provedNanos.get(path.key());
    return proved != null && context.nowNanos() - proved < FRESH_NANOS;
  }

  private void challenge(Test test) {
    if (test.tries >= MAX_TRIES) {
      context.count(OverlayCounter.PATH_UNREACHABLE);
      forget(test);
      return;
    }
    long wait = FIRST_RETRY_NANOS << test.tries;
    test.tries++;
    test.token = context.engine().random().nextLong();
    test.sentNanos = context.nowNanos();
    context.engine().setTimer(TimerName.PATH_PROBE, test, wait, now -> challenge(test));
    MessageType type = test.moved ? MessageType.MOVED : MessageType.PATH_CHALLENGE;
    owner.sendOn(test.path, ControlMessages.path(type, test.token));
  }

  /** Handles an authenticated response. */
  void onResponse(Path from, long token) {
    Test test = tests.get(from.key());
    if (test == null || test.token != token) {
      context.count(OverlayCounter.DROPPED_PATH_RESPONSE);
      return;
    }
    forget(test);
    provedNanos.put(test.path.key(), context.nowNanos());
    owner.onValidated(test.path, context.nowNanos() - test.sentNanos, test.follow);
  }

  private void forget(Test test) {
    tests.remove(test.path.key());
    context.engine().cancelTimer(TimerName.PATH_PROBE, test);
  }

  /** Stops all tests, for good. */
  void stop() {
    stopped = true;
    for (Test test : tests.values()) {
      context.engine().cancelTimer(TimerName.PATH_PROBE, test);
    }
    tests.clear();
  }

  /** Whether this path is under test. */
  boolean isTesting(@Nullable Path path) {
    return path != null && tests.containsKey(path.key());
  }
}
