package net.groupvpn.overlay.link;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;

/**
 * Where peers see this node. A single peer can lie, so what more of them say comes first. A report
 * counts until it is old: the peer repeats it as long as the link stands.
 */
final class Observations {
  static final int MAX_REPORTS = 64;

  /** Three times as long as it takes until a peer says it again. */
  static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(90);

  private record Report(Endpoint seen, long nanos) {}

  /** The oldest first. */
  private final Map<Endpoint, Report> reports = new LinkedHashMap<>();

  /** Forgets everything. */
  void clear() {
    reports.clear();
  }

  /** The peer at {@code by} sees this node at {@code seen}. */
  void add(Endpoint by, Endpoint seen, long nowNanos) {
    reports.remove(by);
    reports.put(by, new Report(seen, nowNanos));
    Iterator<Report> oldest = reports.values().iterator();
    Report first = oldest.next();
    while (reports.size() > MAX_REPORTS || nowNanos - first.nanos > VALID_NANOS) {
      oldest.remove();
      first = oldest.next();
    }
  }

  /** What most of the peers say, without what this node knows itself. */
  List<Endpoint> mostSeen(List<Endpoint> local, int limit, long nowNanos) {
    Map<String, Integer> votes = new TreeMap<>();
    Map<String, Endpoint> byName = new TreeMap<>();
    for (Endpoint seen : valid(nowNanos).values()) {
      if (!local.contains(seen)) {
        votes.merge(seen.toString(), 1, Integer::sum);
        byName.put(seen.toString(), seen);
      }
    }
    return byName.entrySet().stream()
        .sorted(Comparator.comparingInt(named -> -votes.getOrDefault(named.getKey(), 0)))
        .limit(limit)
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * What the IPv4 NAT does, as far as two peers at different addresses have told. Who came by a
   * mapped port sees that one, whatever the NAT does with this node's own datagrams.
   */
  MappingBehaviour mapping(List<Endpoint> local, List<Endpoint> mapped, long nowNanos) {
    Map<Endpoint, Endpoint> all = valid(nowNanos);
    Map<Endpoint, Endpoint> own = new LinkedHashMap<>(all);
    own.values().removeAll(mapped);
    return mapping(local, own.isEmpty() ? all : own);
  }

  private static MappingBehaviour mapping(List<Endpoint> local, Map<Endpoint, Endpoint> reports) {
    Map<InetAddress, Map<Integer, Set<InetAddress>>> ports = new LinkedHashMap<>();
    Set<InetAddress> observers = new HashSet<>();
    boolean seenAsItIs = false;
    for (Map.Entry<Endpoint, Endpoint> report : reports.entrySet()) {
      Endpoint seen = report.getValue();
      if (local.contains(seen)) {
        seenAsItIs = true;
      } else if (seen.address() instanceof Inet4Address) {
        InetAddress observer = report.getKey().address();
        ports
            .computeIfAbsent(seen.address(), address -> new HashMap<>())
            .computeIfAbsent(seen.port(), port -> new HashSet<>())
            .add(observer);
        observers.add(observer);
      }
    }
    if (ports.values().stream().anyMatch(Observations::differ)) {
      return MappingBehaviour.ENDPOINT_DEPENDENT;
    }
    if (observers.size() > 1) {
      return MappingBehaviour.ENDPOINT_INDEPENDENT;
    }
    return seenAsItIs && ports.isEmpty() ? MappingBehaviour.NO_NAT : MappingBehaviour.UNKNOWN;
  }

  /** Whether ports differ by destination; a single observer against several may lie. */
  private static boolean differ(Map<Integer, Set<InetAddress>> observersByPort) {
    int most = observersByPort.values().stream().mapToInt(Set::size).max().orElse(0);
    int all = observersByPort.values().stream().mapToInt(Set::size).sum();
    return observersByPort.size() > 1 && (all - most > 1 || most == 1);
  }

  private Map<Endpoint, Endpoint> valid(long nowNanos) {
    Map<Endpoint, Endpoint> valid = new LinkedHashMap<>();
    reports.forEach(
        (by, report) -> {
          if (nowNanos - report.nanos <= VALID_NANOS) {
            valid.put(by, report.seen);
          }
        });
    return valid;
  }
}
