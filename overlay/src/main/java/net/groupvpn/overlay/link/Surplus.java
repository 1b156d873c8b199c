package net.groupvpn.overlay.link;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;

/**
 * Which sessions end when there are too many. Of those that only the other ends want, it drops one
 * at a time, the newest, from the member (among strangers: the network) that has most. So a member
 * with many sessions makes room itself, and displaces nobody else.
 */
final class Surplus {
  /** Sessions of one member or network, oldest first. */
  private record Share(String of, Deque<Link> held) {
    static final Comparator<Share> LARGEST_FIRST =
        Comparator.comparingInt((Share share) -> -share.held.size()).thenComparing(Share::of);
  }

  private Surplus() {}

  /** The peers whose sessions end, so that {@code limit} remain, if there are that many. */
  static Set<NodeId> of(Collection<Link> all, int limit) {
    int tooMany = all.size() - limit;
    if (tooMany <= 0) {
      return Set.of();
    }
    PriorityQueue<Share> shares = new PriorityQueue<>(Share.LARGEST_FIRST);
    shares.addAll(sharesOf(all));
    Set<NodeId> surplus = new HashSet<>();
    while (surplus.size() < tooMany && !shares.isEmpty()) {
      Share largest = shares.remove();
      surplus.add(largest.held.removeLast().peer());
      if (!largest.held.isEmpty()) {
        shares.add(largest);
      }
    }
    return surplus;
  }

  private static Collection<Share> sharesOf(Collection<Link> all) {
    Map<String, Share> shares = new TreeMap<>();
    all.stream()
        .filter(link -> link.reasons().isEmpty())
        .sorted(Comparator.comparingLong(link -> link.session().establishedNanos()))
        .forEach(
            link ->
                shares
                    .computeIfAbsent(ownerOf(link), owner -> new Share(owner, new ArrayDeque<>()))
                    .held
                    .add(link));
    return shares.values();
  }

  /** Strangers have no member; those not reached directly count as one network. */
  private static String ownerOf(Link link) {
    String member = link.session().identity().member();
    Endpoint endpoint = link.session().path().endpoint();
    if (!member.isEmpty() || endpoint == null) {
      return member;
    }
    return NetworkPlace.ofNetwork(endpoint.address()).bytes();
  }
}
