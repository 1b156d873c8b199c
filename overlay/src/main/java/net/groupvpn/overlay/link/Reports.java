package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;

/**
 * Where observers of one kind see this node. Each network has one vote, however many observers it
 * has: the newest report. A report expires unless the observer repeats it, which it does while the
 * link exists.
 */
final class Reports {
  static final int MAX_REPORTS = 64;

  /** Most reports of one network, so that it evicts nobody else's. */
  static final int MAX_OF_A_NETWORK = 4;

  /** Three times the interval at which a peer repeats its report. */
  static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(90);

  private record Report(NetworkPlace network, Endpoint seen, long nanos) {}

  /** By observer, oldest first. */
  private final Map<Endpoint, Report> reports = new LinkedHashMap<>();

  void clear() {
    reports.clear();
  }

  void add(Endpoint by, Endpoint seen, long nowNanos) {
    NetworkPlace network = NetworkPlace.ofNetwork(by.address());
    reports.values().removeIf(report -> nowNanos - report.nanos > VALID_NANOS);
    reports.remove(by);
    List<Endpoint> sameNetwork = new ArrayList<>();
    reports.forEach(
        (observer, report) -> {
          if (report.network.equals(network)) {
            sameNetwork.add(observer);
          }
        });
    if (sameNetwork.size() >= MAX_OF_A_NETWORK) {
      reports.remove(sameNetwork.get(0));
    } else if (reports.size() >= MAX_REPORTS) {
      reports.remove(reports.keySet().iterator().next());
    }
    reports.put(by, new Report(network, seen, nowNanos));
  }

  /** The endpoint that each network sees. */
  Map<NetworkPlace, Endpoint> votes(long nowNanos) {
    Map<NetworkPlace, Endpoint> votes = new LinkedHashMap<>();
    for (Report report : reports.values()) {
      if (nowNanos - report.nanos <= VALID_NANOS) {
        votes.put(report.network, report.seen);
      }
    }
    return votes;
  }

  /** All reports, including those without a vote. */
  Set<Endpoint> seen(long nowNanos) {
    Set<Endpoint> seen = new LinkedHashSet<>();
    for (Report report : reports.values()) {
      if (nowNanos - report.nanos <= VALID_NANOS) {
        seen.add(report.seen);
      }
    }
    return seen;
  }
}
