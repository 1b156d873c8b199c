package net.groupvpn.dhcpdns.machine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.engine.Engine;

/**
 * Addresses that something on the device's link uses without a lease, as machines have found (RFC
 * 2131 4.3.3): for a while no machine there gets one of them. Engine thread only.
 */
final class DeclinedAddresses {
  /** How long an address is not given again. */
  static final long FOR_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Most addresses remembered; the one that was declined first goes first. */
  static final int MAX_ADDRESSES = 256;

  private final Map<Ipv4Address, Long> untilNanos = new LinkedHashMap<>();
  private final Engine engine;

  DeclinedAddresses(Engine engine) {
    this.engine = engine;
  }

  void add(Ipv4Address address) {
    untilNanos.remove(address);
    if (untilNanos.size() >= MAX_ADDRESSES) {
      Iterator<Long> eldest = untilNanos.values().iterator();
      eldest.next();
      eldest.remove();
    }
    untilNanos.put(address, engine.now().bootNanos() + FOR_NANOS);
  }

  boolean has(Ipv4Address address) {
    Long until = untilNanos.get(address);
    return until != null && until - engine.now().bootNanos() > 0;
  }
}
