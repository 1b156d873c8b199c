package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.session.PeerSnapshot;

/** The last two stages outbound: seals a record and puts it on the peer's path. Thread-safe. */
final class PeerSender {
  private final DatagramPort port;
  private final EngineInbox inbox;
  private final PacketCounters counters;

  PeerSender(DatagramPort port, EngineInbox inbox, PacketCounters counters) {
    this.port = port;
    this.inbox = inbox;
    this.counters = counters;
  }

  /**
   * Seals and sends.
   *
   * @param record the plaintext, its first byte the record's type
   * @param scratch room for the sealed frame from 0
   */
  void send(Peer peer, byte[] record, int offset, int length, byte[] scratch) {
    PeerSnapshot snapshot = peer.snapshot();
    if (peer.isRevoked()) {
      counters.increment(PacketCount.OUTBOUND_REVOKED);
    } else if (length > snapshot.mtuBytes()) {
      counters.increment(PacketCount.OUTBOUND_MTU);
    } else {
      int frameLength = snapshot.sealer().seal(record, offset, length, scratch, 0);
      if (transmit(snapshot, scratch, frameLength)) {
        counters.increment(PacketCount.OUTBOUND_FORWARDED);
        peer.traffic().onSent(length - 1);
      } else {
        counters.increment(PacketCount.OUTBOUND_SEND);
      }
    }
  }

  private boolean transmit(PeerSnapshot snapshot, byte[] frame, int length) {
    return snapshot.path() instanceof Path.DirectPath direct
        ? port.send(direct.endpoint(), frame, 0, length)
        : inbox.sendOverlay(snapshot.peer(), snapshot.path(), Arrays.copyOf(frame, length));
  }
}
