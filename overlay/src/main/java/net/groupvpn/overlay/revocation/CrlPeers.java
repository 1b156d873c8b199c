package net.groupvpn.overlay.revocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.revocation.CrlMessage.Offer;
import org.jspecify.annotations.Nullable;

/**
 * What peers claim to have, and which one to ask. A claimed number proves nothing, so the highest
 * counts no more than any other: a member is drawn from all that claim news, then one of its
 * machines. A peer that failed is left out for a while, twice as long each time.
 */
final class CrlPeers {
  /** Most peers whose failures are remembered, even after their session has ended. */
  static final int MAX_FAILURES = 1_024;

  static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
  static final long MAX_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record Peer(String member, Offer offer) {}

  private record Failure(long pauseNanos, long untilNanos) {}

  private final RandomGenerator random;
  private final Map<NodeId, Peer> peers = new TreeMap<>();
  private final Map<NodeId, Failure> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Failure> eldest) {
          return size() > MAX_FAILURES;
        }
      };

  CrlPeers(RandomGenerator random) {
    this.random = random;
  }

  /** {@code member} is empty where nobody has an account; then each node counts by itself. */
  void add(NodeId peer, String member) {
    peers.put(peer, new Peer(member.isEmpty() ? peer.toString() : member, CrlMessage.NO_LIST));
  }

  void remove(NodeId peer) {
    peers.remove(peer);
  }

  boolean contains(NodeId peer) {
    return peers.containsKey(peer);
  }

  void onOffer(NodeId peer, Offer offer) {
    peers.computeIfPresent(peer, (id, known) -> new Peer(known.member(), offer));
  }

  /** The peers that, as far as is known, have a list older than {@code number}. */
  List<NodeId> behind(long number) {
    return peers.entrySet().stream()
        .filter(entry -> entry.getValue().offer().number() < number)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The peer's list, as it claims. */
  Offer offerOf(NodeId peer) {
    Peer known = peers.get(peer);
    return known == null ? CrlMessage.NO_LIST : known.offer();
  }

  void failed(NodeId peer, long nowNanos) {
    Failure last = failures.remove(peer);
    long pauseNanos =
        last == null ? FIRST_PAUSE_NANOS : Math.min(2 * last.pauseNanos(), MAX_PAUSE_NANOS);
    failures.put(peer, new Failure(pauseNanos, nowNanos + pauseNanos));
  }

  void succeeded(NodeId peer) {
    failures.remove(peer);
  }

  /** A randomly drawn peer that claims a list newer than {@code number}; null if there is none. */
  @Nullable NodeId draw(long number, Set<NodeId> busy, long nowNanos) {
    Map<String, List<NodeId>> byMember = new TreeMap<>();
    for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
      NodeId id = entry.getKey();
      if (hasNews(entry.getValue(), number) && !busy.contains(id) && !isLeftOut(id, nowNanos)) {
        byMember.computeIfAbsent(entry.getValue().member(), m -> new ArrayList<>()).add(id);
      }
    }
    if (byMember.isEmpty()) {
      return null;
    }
    List<List<NodeId>> members = List.copyOf(byMember.values());
    List<NodeId> machines = members.get(random.nextInt(members.size()));
    return machines.get(random.nextInt(machines.size()));
  }

  /** Whether any peer claims a newer list, including those left out for now. */
  boolean anyClaimsMoreThan(long number) {
    return peers.values().stream().anyMatch(peer -> hasNews(peer, number));
  }

  private static boolean hasNews(Peer peer, long number) {
    return peer.offer().number() > number && peer.offer().length() > 0;
  }

  private boolean isLeftOut(NodeId peer, long nowNanos) {
    Failure failure = failures.get(peer);
    return failure != null && failure.untilNanos() > nowNanos;
  }
}
