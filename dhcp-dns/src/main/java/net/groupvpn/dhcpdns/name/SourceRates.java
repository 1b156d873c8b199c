package net.groupvpn.dhcpdns.name;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.dhcpdns.address.Ipv6Address;

/**
 * How many questions each machine may ask. A token bucket for each source; the one silent for
 * longest is forgotten. One thread.
 */
final class SourceRates {
  /** Most sources that are remembered. */
  static final int MAX_SOURCES = 256;

  private final int perSecond;
  private final int burst;
  private final Map<Ipv6Address, TokenRate> rates = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The same for each source.
   *
   * @param perSecond questions a second in the long run
   * @param burst questions at once after silence
   */
  SourceRates(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Takes one question of {@code source}; false if it has asked too many. */
  boolean take(Ipv6Address source, long nowNanos) {
    TokenRate rate = rates.get(source);
    if (rate == null) {
      if (rates.size() >= MAX_SOURCES) {
        Iterator<Ipv6Address> eldest = rates.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
      rate = new TokenRate(perSecond, burst);
      rates.put(source, rate);
    }
    return rate.take(nowNanos);
  }
}
