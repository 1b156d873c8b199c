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
import net.groupvpn.overlay.path.AddressPrefix;
import net.groupvpn.overlay.path.Endpoint;

/**
 * Where others see this node. Each of them can lie, so each network has one vote ({@link Reports}),
 * and what more votes say comes first. Members come before strangers, whom anybody can be, and in
 * many places: where members say enough, strangers are not asked.
 */
final class Observations {
  /** So many votes tell what a NAT does. */
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

  /** The same by somebody of the public overlay. */
  void addOfStranger(Endpoint by, Endpoint seen, long nowNanos) {
    strangers.add(by, seen, nowNanos);
  }

  /**
   * What most members say, then what most strangers say, without what this node knows itself. Where
   * members see this node, strangers add no more than further ports of an address that they name:
   * else strangers could have peers probe anybody.
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
   * What the IPv4 NAT does, as far as is known: by the votes of members if these are enough, else
   * by those of strangers too. For showing; {@link #provedMapping} is for acting on.
   */
  MappingBehaviour mapping(List<Endpoint> local, List<Endpoint> mapped, long nowNanos) {
    Map<AddressPrefix, Endpoint> votes = withoutMapped(members.votes(nowNanos), mapped);
    if (countOutside(votes, local) < ENOUGH) {
      withoutMapped(strangers.votes(nowNanos), mapped).forEach(votes::putIfAbsent);
    }
    return mapping(local, votes.values());
  }

  /**
   * The same, but that the NAT takes another port for each destination, which costs a birthday
   * attempt of both ends, is not believed on strangers' word alone: a member must be among those
   * who see it.
   */
  MappingBehaviour provedMapping(List<Endpoint> local, List<Endpoint> mapped, long nowNanos) {
    MappingBehaviour mapping = mapping(local, mapped, nowNanos);
    boolean isOnlySaid = countOutside(withoutMapped(members.votes(nowNanos), mapped), local) == 0;
    return mapping == MappingBehaviour.ENDPOINT_DEPENDENT && isOnlySaid
        ? MappingBehaviour.UNKNOWN
        : mapping;
  }

  /** Votes that tell something of an IPv4 NAT. */
  private static long countOutside(Map<AddressPrefix, Endpoint> votes, List<Endpoint> local) {
    return votes.values().stream()
        .filter(seen -> seen.address() instanceof Inet4Address && !local.contains(seen))
        .count();
  }

  /**
   * Who came by a mapped port sees that one, whatever the NAT does with this node's own datagrams;
   * if all do, it is what the NAT uses anyway.
   */
  private static Map<AddressPrefix, Endpoint> withoutMapped(
      Map<AddressPrefix, Endpoint> votes, List<Endpoint> mapped) {
    Map<AddressPrefix, Endpoint> own = new LinkedHashMap<>(votes);
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

  /** Whether ports differ by destination; a single observer against several may lie. */
  private static boolean differ(Map<Integer, Integer> votesByPort) {
    int most = votesByPort.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int all = votesByPort.values().stream().mapToInt(Integer::intValue).sum();
    return votesByPort.size() > 1 && (all - most > 1 || most == 1);
  }
}
