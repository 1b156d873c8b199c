package net.groupvpn.overlay.link;

import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.path.AddressPrefix;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions strangers may have where anybody is admitted: keys cost nothing, addresses do.
 * Looked at whenever a session begins or moves; one too many is closed again.
 */
public final class StrangerLimits {
  /** Of one address, or one IPv6 /64: many may be behind one NAT. */
  static final int MAX_PER_ADDRESS = 64;

  /** Of one network, an IPv4 /24 or an IPv6 /48. */
  static final int MAX_PER_NETWORK = 256;

  /** Of those that are not reached directly. */
  static final int MAX_ELSEWHERE = 512;

  private final Sessions sessions;
  private final Counters counters;

  /** Looks at all of {@code sessions}. */
  public StrangerLimits(Sessions sessions, Counters counters) {
    this.sessions = sessions;
    this.counters = counters;
  }

  /** The session has begun, or uses another path. */
  public void check(Session session) {
    if (isTooMany(session.path().endpoint())) {
      counters.increment("dropped.session.network");
      sessions.close(session, "too many sessions with this network");
    }
  }

  private boolean isTooMany(@Nullable Endpoint own) {
    int sameAddress = 0;
    int sameNetwork = 0;
    int elsewhere = 0;
    for (Session other : sessions.all()) {
      Endpoint endpoint = other.path().endpoint();
      if (own == null || endpoint == null) {
        elsewhere += own == null && endpoint == null ? 1 : 0;
      } else if (networkOf(own).equals(networkOf(endpoint))) {
        sameNetwork++;
        sameAddress += addressOf(own).equals(addressOf(endpoint)) ? 1 : 0;
      }
    }
    return sameAddress > MAX_PER_ADDRESS
        || sameNetwork > MAX_PER_NETWORK
        || elsewhere > MAX_ELSEWHERE;
  }

  private static AddressPrefix networkOf(Endpoint endpoint) {
    return AddressPrefix.ofNetwork(endpoint.address());
  }

  private static AddressPrefix addressOf(Endpoint endpoint) {
    return AddressPrefix.of(endpoint.address());
  }
}
