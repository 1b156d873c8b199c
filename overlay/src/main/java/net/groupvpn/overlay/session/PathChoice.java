package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;

/** Which of two working paths to send on. Pure. */
final class PathChoice {
  /** A direct path must be faster by this much, and by a fifth, to justify a move. */
  static final long MIN_GAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private static final int MIN_GAIN_FRACTION = 5;

  private PathChoice() {}

  /** Lower is better, regardless of round-trip times. */
  static int rank(Path path) {
    return switch (path.kind()) {
      case DIRECT -> 0;
      case STREAM -> 1;
      case RELAY -> 2;
      case OVERLAY -> 3;
      case PUBLIC_OVERLAY -> 4;
    };
  }

  /** Whether to leave {@code current} for {@code candidate}; times are nanoseconds. */
  static boolean isBetter(Path candidate, long candidateRtt, Path current, long currentRtt) {
    int byRank = Integer.compare(rank(candidate), rank(current));
    if (byRank != 0) {
      return byRank < 0;
    }
    long gain = currentRtt - candidateRtt;
    return candidate instanceof DirectPath
        && currentRtt != Session.UNKNOWN_RTT
        && gain >= MIN_GAIN_NANOS
        && gain >= currentRtt / MIN_GAIN_FRACTION;
  }
}
