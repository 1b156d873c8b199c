package net.groupvpn.overlay.io.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.path.Endpoint;

/** Endpoints that were not reached lately and are left alone for a while. Pure; one thread. */
final class DialPauses {
  static final long FIRST_NANOS = 1_000_000_000L;
  static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int MAX_ENDPOINTS = 256;

  private record Pause(long untilNanos, long lengthNanos) {}

  private final Map<Endpoint, Pause> pauses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Pause> eldest) {
          return size() > MAX_ENDPOINTS;
        }
      };

  boolean isPaused(Endpoint endpoint, long nowNanos) {
    Pause pause = pauses.get(endpoint);
    return pause != null && nowNanos < pause.untilNanos;
  }

  void onFailed(Endpoint endpoint, long nowNanos) {
    Pause before = pauses.remove(endpoint);
    long length = before == null ? FIRST_NANOS : Math.min(2 * before.lengthNanos, LONGEST_NANOS);
    pauses.put(endpoint, new Pause(nowNanos + length, length));
  }

  void onReached(Endpoint endpoint) {
    pauses.remove(endpoint);
  }
}
