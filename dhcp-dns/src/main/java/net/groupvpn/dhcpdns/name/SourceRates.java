package net.groupvpn.dhcpdns.name;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv6Address;

/**
 * How many questions about the group each machine may ask: names that nobody has cost other members
 * a look-up each. A token bucket for each source; the one silent for longest is forgotten.
 */
final class SourceRates {
  /** Most sources that are remembered. */
  static final int MAX_SOURCES = 256;

  /** Questions a second in the long run. */
  static final int PER_SECOND = 200;

  /** Questions at once after silence. */
  static final int BURST = 400;

  private static final long COST_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  /** When each source's bucket would be full again. */
  private final Map<Ipv6Address, Long> fullAtNanos = new LinkedHashMap<>(16, 0.75f, true);

  /** Takes one question of {@code source}; false if it has asked too many. */
  boolean take(Ipv6Address source, long nowNanos) {
    Long known = fullAtNanos.get(source);
    long fullAt = known == null || known - nowNanos < 0 ? nowNanos : known;
    if (fullAt + COST_NANOS - nowNanos > BURST * COST_NANOS) {
      return false;
    }
    if (known == null && fullAtNanos.size() >= MAX_SOURCES) {
      Iterator<Ipv6Address> eldest = fullAtNanos.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    fullAtNanos.put(source, fullAt + COST_NANOS);
    return true;
  }
}
