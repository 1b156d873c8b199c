package net.groupvpn.client.dataplane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.device.Destination;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.record.RecordOpener;
import org.jspecify.annotations.Nullable;

/** All peers with a session, found by node ID, IPv6 address or record index. Immutable. */
final class PeerTable {
  private final Map<NodeId, Peer> byId = new HashMap<>();
  private final AddressMap<Peer> byIdBytes;
  private final AddressMap<Peer> byIpv6;
  private final AddressMap<Opener> byIndex;

  /**
   * A peer with its self-certifying address.
   *
   * @param address its IPv6 address
   * @param direct its UDP endpoint, if it is reached directly
   * @param relay the peer that relays for it, if one does and there is a leg to it
   * @param traffic the traffic to and from it; outlives this snapshot
   */
  record Peer(
      PeerSnapshot snapshot,
      Ipv6Address address,
      @Nullable Destination direct,
      @Nullable Peer relay,
      PeerTraffic traffic) {
    static Peer of(PeerSnapshot snapshot, Ipv6Address address, PeerTraffic traffic) {
      Destination direct =
          snapshot.path() instanceof DirectPath path
              ? new Destination(path.endpoint(), snapshot.peer())
              : null;
      return new Peer(snapshot, address, direct, null, traffic);
    }

    private Peer by(@Nullable Peer relayingPeer) {
      return new Peer(snapshot, address, direct, relayingPeer, traffic);
    }

    private @Nullable NodeId relayId() {
      return snapshot.path() instanceof RelayPath path ? path.relay() : null;
    }

    boolean isRevoked() {
      return snapshot.revoked().get();
    }

    /** Whether no node stands in between, so that it may relay and be relayed to. */
    boolean isLeg() {
      return snapshot.path().isLeg();
    }
  }

  /** The opener for records with a given index. */
  record Opener(RecordOpener records, Peer peer) {}

  PeerTable(Collection<Peer> peers) {
    AddressMap.Builder<Peer> ids = new AddressMap.Builder<>();
    AddressMap.Builder<Peer> ipv6 = new AddressMap.Builder<>();
    AddressMap.Builder<Opener> indexes = new AddressMap.Builder<>();
    for (Peer peer : withRelays(peers)) {
      byId.put(peer.snapshot().peer(), peer);
      byte[] id = peer.snapshot().peer().toBytes();
      ids.put(PacketBytes.i64(id, 0), PacketBytes.i64(id, Long.BYTES), peer);
      ipv6.put(peer.address().high(), peer.address().low(), peer);
      for (RecordOpener opener : peer.snapshot().openers()) {
        indexes.put(0, opener.localIndex(), new Opener(opener, peer));
      }
    }
    byIdBytes = ids.build();
    byIpv6 = ipv6.build();
    byIndex = indexes.build();
  }

  private static List<Peer> withRelays(Collection<Peer> peers) {
    Map<NodeId, Peer> legs = new HashMap<>();
    for (Peer peer : peers) {
      if (peer.isLeg()) {
        legs.put(peer.snapshot().peer(), peer);
      }
    }
    List<Peer> resolved = new ArrayList<>(peers.size());
    for (Peer peer : peers) {
      NodeId relay = peer.relayId();
      resolved.add(relay == null ? peer : peer.by(legs.get(relay)));
    }
    return resolved;
  }

  @Nullable Peer find(NodeId id) {
    return byId.get(id);
  }

  /** The peer whose ID is at {@code offset}; allocates nothing. */
  @Nullable Peer findNode(byte[] bytes, int offset) {
    Peer peer =
        byIdBytes.find(PacketBytes.i64(bytes, offset), PacketBytes.i64(bytes, offset + Long.BYTES));
    return peer != null && peer.snapshot().peer().matches(bytes, offset) ? peer : null;
  }

  @Nullable Peer findIpv6(long high, long low) {
    return byIpv6.find(high, low);
  }

  @Nullable Opener findOpener(int index) {
    return byIndex.find(0, index);
  }
}
