package net.groupvpn.client.part;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Current problems that the user should know: logged once when they begin and when they end, shown
 * by {@code status} in between. Thread-safe.
 */
public final class Notices {
  /** Most notices kept; each kind has its own code, so this is never reached in practice. */
  static final int MAX_NOTICES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private final Clock clock;
  private final Map<String, Notice> notices = new LinkedHashMap<>();

  /**
   * One notice.
   *
   * @param code stable, for programs: lower case, underscores
   * @param since when it was first noticed
   * @param text what is wrong, with which value, and what to do; one line
   */
  public record Notice(String code, Instant since, String text) {}

  Notices(Clock clock) {
    this.clock = clock;
  }

  /** The problem exists from now on, or still does. */
  void raise(String code, String text) {
    if (note(code, text)) {
      LOG.warn("{}", text);
    }
  }

  /** The same for what is already in the log; returns whether it is new. */
  synchronized boolean note(String code, String text) {
    Notice known = notices.get(code);
    if (known == null && notices.size() >= MAX_NOTICES) {
      notices.remove(notices.keySet().iterator().next());
    }
    Instant since = known == null ? clock.instant() : known.since;
    notices.put(code, new Notice(code, since, text));
    return known == null;
  }

  /** The problem no longer exists. */
  synchronized void clear(String code) {
    Notice gone = notices.remove(code);
    if (gone != null) {
      LOG.info("over: {}", gone.text);
    }
  }

  /** All notices, oldest first. */
  public synchronized List<Notice> all() {
    return new ArrayList<>(notices.values());
  }
}
