package net.groupvpn.client.dataplane;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.PeerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The engine's newest snapshots. Packets read one {@link View} without a lock; the engine replaces
 * it as a whole.
 */
final class Snapshots {
  private final GroupAddresses addresses;
  private final Map<NodeId, Peer> peers = new TreeMap<>();
  private volatile View view = new View(null, RouteSnapshot.EMPTY, new PeerTable(peers.values()));

  /**
   * A consistent set.
   *
   * @param own this node's IPv4 address while it holds one
   */
  record View(@Nullable Ipv4Address own, RouteSnapshot routes, PeerTable peers) {
    boolean isOwn(int ipv4) {
      return own != null && own.bits() == ipv4;
    }

    /** The peer that owns the address, if there is a session with it. */
    @Nullable Peer findPeer(long high, long low, long bootNanos) {
      if (!VirtualAddress.isIpv4(high, low)) {
        return peers.findIpv6(high, low);
      }
      NodeId owner = routes.owner4((int) low, bootNanos);
      return owner == null ? null : peers.find(owner);
    }
  }

  Snapshots(GroupAddresses addresses) {
    this.addresses = addresses;
  }

  View view() {
    return view;
  }

  /** All peers, ordered by node ID. */
  synchronized List<Peer> peers() {
    return List.copyOf(peers.values());
  }

  synchronized void publish(PeerSnapshot snapshot) {
    NodeId id = snapshot.peer();
    Peer former = peers.get(id);
    PeerTraffic traffic = former == null ? new PeerTraffic() : former.traffic();
    peers.put(id, Peer.of(snapshot, addresses.addressOf(id), traffic));
    view = new View(view.own(), view.routes(), new PeerTable(peers.values()));
  }

  synchronized void withdraw(NodeId peer) {
    if (peers.remove(peer) != null) {
      view = new View(view.own(), view.routes(), new PeerTable(peers.values()));
    }
  }

  synchronized void publishRoutes(RouteSnapshot routes) {
    view = new View(view.own(), routes, view.peers());
  }

  synchronized void publishOwnAddress(@Nullable Ipv4Address own) {
    view = new View(own, view.routes(), view.peers());
  }
}
