package net.groupvpn.overlay.session;

/** The pings sent since the last answer: several at once where round trips are long. */
final class OutstandingPings {
  private final long[] tokens = new long[Keepalive.MAX_UNANSWERED_THOUGH_HEARD];
  private final long[] sentNanos = new long[tokens.length];
  private int count;

  /** Beyond the limit the oldest is forgotten. */
  void add(long token, long nowNanos) {
    if (count == tokens.length) {
      System.arraycopy(tokens, 1, tokens, 0, --count);
      System.arraycopy(sentNanos, 1, sentNanos, 0, count);
    }
    tokens[count] = token;
    sentNanos[count++] = nowNanos;
  }

  /** How long ago the ping with that token was sent, in nanoseconds; negative if none is out. */
  long ageNanos(long token, long nowNanos) {
    for (int i = 0; i < count; i++) {
      if (tokens[i] == token) {
        return nowNanos - sentNanos[i];
      }
    }
    return -1;
  }

  void clear() {
    count = 0;
  }
}
