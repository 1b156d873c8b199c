package net.groupvpn.overlay.io;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inputs from outside whose handling threw. A sender may repeat such an input as fast as it likes,
 * so each kind is logged once. A kind is the exception and where it was thrown. Any thread.
 */
final class InputFailures {
  /** Most kinds that are told apart; further ones are only counted. */
  static final int MAX_KINDS = 64;

  private static final String OWN_CODE = "net.groupvpn.";
  private static final Logger LOG = LoggerFactory.getLogger(InputFailures.class);

  private final LongAdder count = new LongAdder();
  private final Set<String> logged = new HashSet<>();

  /** Counts the loss that {@code thrown} has caused, and logs it if its kind is new. */
  void note(String input, RuntimeException thrown) {
    count.increment();
    if (isNew(input + " " + thrown.getClass().getName() + " " + place(thrown))) {
      LOG.error(
          "one input ({}) was dropped, because handling it failed; please report it. Others of this"
              + " kind are counted as dropped.input.failed and not logged.",
          input,
          thrown);
    }
  }

  /**
   * The innermost line of this program: deeper ones say more about a library than about this code.
   */
  private static String place(RuntimeException thrown) {
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (element.getClassName().startsWith(OWN_CODE)) {
        return element.toString();
      }
    }
    return "";
  }

  private boolean isNew(String kind) {
    synchronized (logged) {
      return logged.size() < MAX_KINDS && logged.add(kind);
    }
  }

  /** Inputs dropped in this way. */
  long count() {
    return count.sum();
  }

  /** Kinds logged so far. */
  int kinds() {
    synchronized (logged) {
      return logged.size();
    }
  }
}
