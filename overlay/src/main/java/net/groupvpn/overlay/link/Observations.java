package net.groupvpn.overlay.link;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;

/**
 * Where others see this node. Any of them can lie, so each network has one vote ({@link Reports}),
 * and the endpoint with the most votes comes first. Members take precedence over strangers, because
 * anybody can be a stranger, in many places: if enough members report, strangers are ignored.
 */
final class Observations {
  /** This many votes determine what a NAT does. */
  private static final int ENOUGH = 2;

  private final Reports members = new Reports();
  private final Reports strangers = new Reports();

  /** Forgets everything. */
  void clear() {
    members.clear();
    strangers.clear();
  }

  /** The member at {@code by} sees this node at {@code seen}. */
  void addOfMember(Endpoint by, Endpoint seen, long nowNanos) {
    members.add(by, seen, nowNanos);
  }

  /** The same from a stranger in the public overlay. */
  void addOfStranger(Endpoint by, Endpoint seen, long nowNanos) {
    strangers.add(by, seen, nowNanos);
  }

  /**
   * What most members say, then what most strangers say, without this node's own addresses. If
   * members see this node, strangers can add only further ports of an address that members name;
   * otherwise strangers could make peers probe anybody.
   */
  List<Endpoint> mostSeen(List<Endpoint> local, int limit, long nowNanos) {
    Set<Endpoint> ofMembers = members.seen(nowNanos);
    Set<InetAddress> addresses =
        ofMembers.stream().map(Endpoint::address).collect(Collectors.toSet());
    Set<Class<?>> families =
        addresses.stream().map(InetAddress::getClass).collect(Collectors.toSet());
    Set<Endpoint> all = new LinkedHashSet<>(ofMembers);
    strangers.seen(nowNanos).stream()
        .filter(seen -> isPossible(seen.address(), addresses, families))
        .forEach(all::add);
    Map<Endpoint, Integer> memberVotes = count(members.votes(nowNanos).values());
    Map<Endpoint, Integer> strangerVotes = count(strangers.votes(nowNanos).values());
    return all.stream()
        .filter(seen -> !local.contains(seen))
        .sorted(
            Comparator.<Endpoint>comparingInt(seen -> -memberVotes.getOrDefault(seen, 0))
                .thenComparing(seen -> !ofMembers.contains(seen))
                .thenComparingInt(seen -> -strangerVotes.getOrDefault(seen, 0))
                .thenComparing(Endpoint::toString))
        .limit(limit)
        .toList();
  }

  private static boolean isPossible(
      InetAddress address, Set<InetAddress> ofMembers, Set<Class<?>> families) {
    return ofMembers.contains(address) || !families.contains(address.getClass());
  }

  private static Map<Endpoint, Integer> count(Collection<Endpoint> votes) {
    Map<Endpoint, Integer> counts = new HashMap<>();
    votes.forEach(seen -> counts.merge(seen, 1, Integer::sum));
    return counts;
  }

  /**
   * What the IPv4 NAT does, as far as known: by the votes of members if these are enough, otherwise
   * by those of strangers too. For display; decisions use {@link #provedMapping}.
   */
  MappingBehaviour mapping(List<Endpoint> local, List<Endpoint> mapped, long nowNanos) {
    Map<NetworkPlace, Endpoint> votes = withoutMapped(members.votes(nowNanos), mapped);
    if (countOutside(votes, local) < ENOUGH) {
      withoutMapped(strangers.votes(nowNanos), mapped).forEach(votes::putIfAbsent);
    }
    return mapping(local, votes.values());
  }

  /**
   * The same, except that strangers alone cannot establish a symmetric NAT, because a birthday
   * attempt is costly for both ends: at least one member must see it.
   */
  MappingBehaviour provedMapping(List<Endpoint> local, List<Endpoint> mapped, long nowNanos) {
    MappingBehaviour mapping = mapping(local, mapped, nowNanos);
    boolean isOnlySaid = countOutside(withoutMapped(members.votes(nowNanos), mapped), local) == 0;
    return mapping == MappingBehaviour.ENDPOINT_DEPENDENT && isOnlySaid
        ? MappingBehaviour.UNKNOWN
        : mapping;
  }

  /** Votes that say something about an IPv4 NAT. */
  private static long countOutside(Map<NetworkPlace, Endpoint> votes, List<Endpoint> local) {
    return votes.values().stream()
        .filter(seen -> seen.address() instanceof Inet4Address && !local.contains(seen))
        .count();
  }

  /**
   * A peer that came through a mapped port sees that port, whatever the NAT does with this node's
   * own datagrams. If all see it, it is what the NAT uses anyway.
   */
  private static Map<NetworkPlace, Endpoint> withoutMapped(
      Map<NetworkPlace, Endpoint> votes, List<Endpoint> mapped) {
    Map<NetworkPlace, Endpoint> own = new LinkedHashMap<>(votes);
    own.values().removeAll(mapped);
    return own.isEmpty() ? new LinkedHashMap<>(votes) : own;
  }

  private static MappingBehaviour mapping(List<Endpoint> local, Collection<Endpoint> votes) {
    Map<InetAddress, Map<Integer, Integer>> votesByPort = new LinkedHashMap<>();
    int observers = 0;
    boolean seenAsItIs = false;
    for (Endpoint seen : votes) {
      if (local.contains(seen)) {
        seenAsItIs = true;
      } else if (seen.address() instanceof Inet4Address) {
        votesByPort
            .computeIfAbsent(seen.address(), address -> new TreeMap<>())
            .merge(seen.port(), 1, Integer::sum);
        observers++;
      }
    }
    if (votesByPort.values().stream().anyMatch(Observations::differ)) {
      return MappingBehaviour.ENDPOINT_DEPENDENT;
    }
    if (observers >= ENOUGH) {
      return MappingBehaviour.ENDPOINT_INDEPENDENT;
    }
    return seenAsItIs && observers == 0 ? MappingBehaviour.NO_NAT : MappingBehaviour.UNKNOWN;
  }

  /** Whether ports differ by destination; a single observer against several may be lying. */
  private static boolean differ(Map<Integer, Integer> votesByPort) {
    int most = votesByPort.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int all = votesByPort.values().stream().mapToInt(Integer::intValue).sum();
    return votesByPort.size() > 1 && (all - most > 1 || most == 1);
  }
}
