package net.groupvpn.client.dataplane;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.overlay.id.NodeId;

/**
 * Forwards frames between two peers that cannot reach each other directly, one hop and no more. The
 * frames are sealed end to end: a relay opens its own leg's record and seals the other leg's.
 *
 * <pre>
 *   RELAY   = 3 | destination 20 | frame       from the source to the relay
 *   RELAYED = 4 | source 20      | frame       from the relay to the destination
 * </pre>
 *
 * Both have the same length, so one becomes the other in place. Both peers must be on a direct path
 * or a stream, so that relays never wait for each other. Token buckets limit each source and the
 * total. Belongs to the receiving thread.
 */
final class Relay {
  /** Rate for all sources: 100 Mbit/s. */
  static final long TOTAL_BYTES_PER_SECOND = 12_500_000;

  /** Rate for one source: 40 Mbit/s. */
  static final long SOURCE_BYTES_PER_SECOND = 5_000_000;

  /** Burst after silence: a window of TCP. */
  static final long BURST_BYTES = 256 << 10;

  /** Most sources with a bucket of their own; the one silent for longest loses it. */
  private static final int MAX_SOURCES = 256;

  private final PeerSender sender;
  private final PacketCounters counters;
  private final TokenBucket total;
  private final boolean willing;
  private final Map<NodeId, TokenBucket> sources =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, TokenBucket> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  /** {@code willing} is whether it forwards anything at all. */
  Relay(PeerSender sender, PacketCounters counters, boolean willing, long nowNanos) {
    this.willing = willing;
    this.sender = sender;
    this.counters = counters;
    total = new TokenBucket(TOTAL_BYTES_PER_SECOND, BURST_BYTES, nowNanos);
  }

  /**
   * Forwards the RELAY record at {@code at}, whose bytes are changed; {@link #flush} must follow.
   */
  void forward(View view, Peer from, byte[] bytes, int at, int length, long nowNanos) {
    if (length <= DataFrame.RELAY_HEADER_BYTES) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
      return;
    }
    Peer to = view.peers().findNode(bytes, at + 1);
    if (to == null || !willing || to.equals(from) || !isLeg(from) || !isLeg(to)) {
      counters.increment(PacketCount.RELAY_NO_ROUTE);
    } else if (!isAllowed(from.snapshot().peer(), length, nowNanos)) {
      counters.increment(PacketCount.RELAY_LIMIT);
    } else {
      bytes[at] = DataFrame.RELAYED;
      from.snapshot().peer().write(bytes, at + 1);
      boolean sent = sender.sendWhole(to, bytes, at, length);
      counters.increment(sent ? PacketCount.RELAYED : PacketCount.OUTBOUND_MTU);
      counters.add(PacketCount.RELAYED_BYTES, sent ? length : 0);
    }
  }

  private static boolean isLeg(Peer peer) {
    return peer.isLeg() && !peer.isRevoked();
  }

  private boolean isAllowed(NodeId source, int bytes, long nowNanos) {
    TokenBucket own =
        sources.computeIfAbsent(
            source, id -> new TokenBucket(SOURCE_BYTES_PER_SECOND, BURST_BYTES, nowNanos));
    boolean allowed = own.has(bytes, nowNanos) && total.has(bytes, nowNanos);
    if (allowed) {
      own.take(bytes);
      total.take(bytes);
    }
    return allowed;
  }

  /** Sends the forwarded frames. */
  void flush() {
    sender.flush();
  }
}
