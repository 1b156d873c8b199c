package net.groupvpn.client.tunnel;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of members that are reached straight: each has proved by its certificate that it is
 * a member, and answers there, since sessions have keys by then. Nobody else's address gets in: not
 * that of a handshake that has begun, nor of a node of the public overlay. Bounded. Thread-safe;
 * does not block.
 */
public final class ExemptPeers {
  /** Most members; others are reached all the same, see {@link RoutesRouting}. */
  public static final int MAX_PEERS = 128;

  private final Map<NodeId, InetAddress> peers = new TreeMap<>();
  private volatile boolean isFollowed;
  private volatile Runnable onChange = () -> {};
  private long refused;

  /** Whether changes are of interest now. */
  void follow(boolean isWanted) {
    isFollowed = isWanted;
  }

  /** Told of each change while they are of interest, on the thread that caused it. */
  public void watch(Runnable listener) {
    onChange = listener;
  }

  /** This member is reached there; null if some other way. */
  public void onPeer(NodeId peer, @Nullable InetAddress address) {
    if (put(peer, address) && isFollowed) {
      onChange.run();
    }
  }

  private synchronized boolean put(NodeId peer, @Nullable InetAddress address) {
    if (address == null) {
      return peers.remove(peer) != null;
    }
    if (peers.size() >= MAX_PEERS && !peers.containsKey(peer)) {
      refused++;
      return false;
    }
    return !address.equals(peers.put(peer, address));
  }

  /** There is no session with it any more. */
  public void onGone(NodeId peer) {
    onPeer(peer, null);
  }

  /** All addresses, each once. */
  public synchronized Set<InetAddress> addresses() {
    return new LinkedHashSet<>(peers.values());
  }

  /** How often there was no room. */
  synchronized long refused() {
    return refused;
  }
}
