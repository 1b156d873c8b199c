package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.Destination;
import net.groupvpn.client.device.SendBatch;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.record.PeerSnapshot;

/**
 * The last outbound stages: cuts a frame into packets, seals each, and sends them in batches.
 * Belongs to one thread.
 */
final class PeerSender implements BatchPort.Refusals {
  private final BatchPort port;
  private final EngineInbox inbox;
  private final LongPackets longPackets;
  private final PacketCounters counters;
  private final Segmenter segmenter = new Segmenter();
  private final FragmentCutter cutter = new FragmentCutter();
  private final byte[] piece = new byte[SendBatch.MAX_DATAGRAM_BYTES];
  private final FragmentCutter legCutter = new FragmentCutter();
  private final byte[] legPiece = new byte[SendBatch.MAX_DATAGRAM_BYTES];
  private final byte[] relayed = new byte[SendBatch.MAX_DATAGRAM_BYTES];
  private final SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);

  PeerSender(BatchPort port, EngineInbox inbox, LongPackets longPackets, PacketCounters counters) {
    this.port = port;
    this.inbox = inbox;
    this.longPackets = longPackets;
    this.counters = counters;
  }

  /** Sends the frame's content, whose bytes are changed; {@link #flush} must follow. */
  void send(Peer peer, Frame frame, int packetBytes) {
    if (peer.isRevoked()) {
      counters.increment(PacketCount.OUTBOUND_REVOKED);
    } else if (!segmenter.begin(frame, packetBytes)) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
    } else {
      PeerSnapshot snapshot = peer.snapshot();
      longPackets.clamp(snapshot, frame, packetBytes);
      while (segmenter.next(snapshot.mtuBytes() - 1)) {
        sendPacket(peer, frame.bytes, segmenter.start() - 1, segmenter.length() + 1);
      }
    }
  }

  private void sendPacket(Peer peer, byte[] bytes, int record, int length) {
    PeerSnapshot snapshot = peer.snapshot();
    if (length <= snapshot.mtuBytes()) {
      sendRecord(peer, bytes, record, length);
      counters.increment(PacketCount.OUTBOUND_FORWARDED);
    } else if (longPackets.answer(snapshot, bytes, record + 1, length - 1)) {
      counters.increment(PacketCount.OUTBOUND_TOO_BIG);
    } else if (sendPieces(peer, bytes, record, length)) {
      counters.increment(PacketCount.OUTBOUND_FORWARDED);
    } else {
      counters.increment(PacketCount.OUTBOUND_MTU);
    }
    // Also after a refusal: a path that was meant to carry something is measured again.
    peer.traffic().onSent(length - 1);
  }

  /** Sends a record, in pieces if necessary; false if it is too long even so. */
  boolean sendWhole(Peer peer, byte[] bytes, int record, int length) {
    if (length > peer.snapshot().mtuBytes()) {
      return sendPieces(peer, bytes, record, length);
    }
    sendRecord(peer, bytes, record, length);
    return true;
  }

  private boolean sendPieces(Peer peer, byte[] bytes, int record, int length) {
    int pieces = cutter.begin(length, peer.snapshot().mtuBytes());
    for (int i = 0; i < pieces; i++) {
      sendRecord(peer, piece, 0, cutter.write(i, bytes, record, piece, 0));
    }
    return pieces > 0;
  }

  private void sendRecord(Peer peer, byte[] bytes, int record, int length) {
    if (peer.snapshot().path() instanceof RelayPath) {
      sendByRelay(peer, bytes, record, length);
    } else {
      sendSealed(peer, bytes, record, length);
    }
  }

  /** Sealed for the peer, then as a record of the relay, for the relay. */
  private void sendByRelay(Peer peer, byte[] bytes, int record, int length) {
    Peer relay = peer.relay();
    if (relay == null || relay.isRevoked()) {
      counters.increment(PacketCount.OUTBOUND_NO_RELAY);
      return;
    }
    relayed[0] = DataFrame.RELAY;
    peer.snapshot().peer().write(relayed, 1);
    int header = DataFrame.RELAY_HEADER_BYTES;
    int total = header + peer.snapshot().sealer().seal(bytes, record, length, relayed, header);
    if (total <= relay.snapshot().mtuBytes()) {
      sendSealed(relay, relayed, 0, total);
    } else {
      sendRelayedPieces(relay, total);
    }
  }

  /** What is relayed may itself be a piece, so this needs a cutter of its own. */
  private void sendRelayedPieces(Peer relay, int length) {
    int pieces = legCutter.begin(length, relay.snapshot().mtuBytes());
    for (int i = 0; i < pieces; i++) {
      sendSealed(relay, legPiece, 0, legCutter.write(i, relayed, 0, legPiece, 0));
    }
    if (pieces == 0) {
      counters.increment(PacketCount.OUTBOUND_MTU);
    }
  }

  private void sendSealed(Peer peer, byte[] bytes, int record, int length) {
    PeerSnapshot snapshot = peer.snapshot();
    if (batch.isFull()) {
      flush();
    }
    int at = batch.position();
    int sealed = snapshot.sealer().seal(bytes, record, length, batch.bytes(), at);
    Destination direct = peer.direct();
    if (direct != null) {
      batch.add(direct, sealed);
    } else if (!inbox.sendOverlay(
        snapshot.peer(), snapshot.path(), Arrays.copyOfRange(batch.bytes(), at, at + sealed))) {
      counters.increment(PacketCount.OUTBOUND_SEND);
    }
  }

  /** Passes everything to the socket. */
  void flush() {
    if (!batch.isEmpty()) {
      port.send(batch, this);
    }
  }

  @Override
  public void onRefused(Destination to, int datagrams, int bytes, boolean tooLong) {
    counters.add(tooLong ? PacketCount.OUTBOUND_TOO_LONG : PacketCount.OUTBOUND_SEND, datagrams);
    NodeId peer = to.node();
    if (tooLong && peer != null) {
      inbox.onTooLong(peer, bytes);
    }
  }
}
