package net.groupvpn.overlay.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What peers claim to have, and which one to ask. A claimed number proves nothing, so the highest
 * counts no more than any other: a member is drawn from all that claim news, then one of its
 * machines. A peer that failed is left out for a while, twice as long each time.
 */
final class DocumentPeers {
  /** Most peers whose failures are remembered, even after their session has ended. */
  static final int MAX_FAILURES = 1_024;

  /** Documents of one number that are told apart. */
  static final int MAX_CONFLICTS = 16;

  static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
  static final long MAX_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record Peer(String member, Offer offer) {}

  private record Failure(long pauseNanos, long untilNanos) {}

  private final RandomGenerator random;
  private final Map<NodeId, Peer> peers = new TreeMap<>();
  private final Set<NodeId> conflicts = new TreeSet<>();
  private final Map<NodeId, Failure> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Failure> eldest) {
          return size() > MAX_FAILURES;
        }
      };

  DocumentPeers(RandomGenerator random) {
    this.random = random;
  }

  /** {@code member} is empty where nobody has an account; then each node counts by itself. */
  void add(NodeId peer, String member) {
    peers.put(peer, new Peer(member.isEmpty() ? peer.toString() : member, DocumentMessage.NONE));
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

  /** The peers that, as far as is known, have a document older than {@code number}. */
  List<NodeId> behind(long number) {
    return peers.entrySet().stream()
        .filter(entry -> entry.getValue().offer().number() < number)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The peer's document, as it claims. */
  Offer offerOf(NodeId peer) {
    Peer known = peers.get(peer);
    return known == null ? DocumentMessage.NONE : known.offer();
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

  /**
   * Somebody who claims a newer document than {@code own}, or another one of the same number, drawn
   * by chance; null if there is none.
   */
  @Nullable NodeId draw(Offer own, Set<NodeId> busy, long nowNanos) {
    Map<String, List<NodeId>> byMember = new TreeMap<>();
    for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
      NodeId id = entry.getKey();
      if (isNews(entry.getValue().offer(), own) && !busy.contains(id) && !isLeftOut(id, nowNanos)) {
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

  /** Whether somebody claims one that is news, and be it somebody who is left out for now. */
  boolean anyHasNewsFor(Offer own) {
    return peers.values().stream().anyMatch(peer -> isNews(peer.offer(), own));
  }

  private boolean isNews(Offer offer, Offer own) {
    NodeId digest = offer.digest();
    return offer.isNewsFor(own) && (digest == null || !conflicts.contains(digest));
  }

  /**
   * A signed document of this hash is known to have the number of one's own: it is not asked for
   * again.
   *
   * @return whether that can be remembered
   */
  boolean noteConflict(NodeId digest) {
    return conflicts.size() < MAX_CONFLICTS && conflicts.add(digest);
  }

  /** A newer document is in force. */
  void forgetConflicts() {
    conflicts.clear();
  }

  private boolean isLeftOut(NodeId peer, long nowNanos) {
    Failure failure = failures.get(peer);
    return failure != null && failure.untilNanos() > nowNanos;
  }
}
