package net.groupvpn.overlay.link;

import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions strangers may have where anybody is admitted: keys are free, addresses are not.
 * Checked whenever a session begins or moves; a session beyond the limit is closed.
 */
public final class StrangerLimits {
  /** Per address, or per IPv6 /64: many may be behind one NAT. */
  static final int MAX_PER_ADDRESS = 64;

  /** Per network, an IPv4 /24 or an IPv6 /48. */
  static final int MAX_PER_NETWORK = 256;

  /** For all peers that are not reached directly. */
  static final int MAX_ELSEWHERE = 512;

  /** Where a session's other end is; all peers that are not reached directly share one place. */
  private record Place(String address, String network) {
    static final Place ELSEWHERE = new Place("", "");

    static Place of(@Nullable Endpoint endpoint) {
      return endpoint == null
          ? ELSEWHERE
          : new Place(
              NetworkPlace.of(endpoint.address()).bytes(),
              NetworkPlace.ofNetwork(endpoint.address()).bytes());
    }
  }

  private final Sessions sessions;
  private final Counters counters;
  private final Map<NodeId, Place> places = new HashMap<>();

  private final Map<String, Integer> perAddress = new HashMap<>();
  private final Map<String, Integer> perNetwork = new HashMap<>();

  /** Bounds {@code sessions}; it hears of each from its beginning. */
  public StrangerLimits(Sessions sessions, Counters counters) {
    this.sessions = sessions;
    this.counters = counters;
  }

  /** The session has begun, or uses another path. A peer may change that as often as it likes. */
  public void check(Session session) {
    if (sessions.find(session.peer()) != session) {
      return;
    }
    Place place = Place.of(session.path().endpoint());
    Place before = places.put(session.peer(), place);
    if (place.equals(before)) {
      return;
    }
    count(place, 1);
    if (before != null) {
      count(before, -1);
    }
    if (isFull(place)) {
      counters.increment(OverlayCounter.DROPPED_SESSION_NETWORK);
      session.close(CloseReason.CROWDED_NETWORK);
    }
  }

  /** The session is over. */
  public void forget(Session session) {
    Place place = places.remove(session.peer());
    if (place != null) {
      count(place, -1);
    }
  }

  private void count(Place place, int change) {
    add(perAddress, place.address, change);
    add(perNetwork, place.network, change);
  }

  private static void add(Map<String, Integer> counts, String of, int change) {
    int count = counts.getOrDefault(of, 0) + change;
    if (count == 0) {
      counts.remove(of);
    } else {
      counts.put(of, count);
    }
  }

  private boolean isFull(Place place) {
    int sameAddress = perAddress.getOrDefault(place.address, 0);
    int sameNetwork = perNetwork.getOrDefault(place.network, 0);
    return place.equals(Place.ELSEWHERE)
        ? sameAddress > MAX_ELSEWHERE
        : sameAddress > MAX_PER_ADDRESS || sameNetwork > MAX_PER_NETWORK;
  }
}
