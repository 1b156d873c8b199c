package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.Arrays;
import net.groupvpn.client.dataplane.PeerTable.Opener;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.DatagramBatch;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.RecordOpener;

/**
 * From the socket to the operating system, on one thread. The methods stand in a packet's order:
 *
 * <ol>
 *   <li>{@link #run}: datagrams are received
 *   <li>{@link #onDatagram}: what is no DATA record goes to the engine
 *   <li>{@link #onRecord}: opener by index; opened, then checked for replay
 *   <li>{@link Admission}: is the source the sender's, is the destination ours
 *   <li>{@link FrameWriter}: written to the device
 * </ol>
 *
 * <p>Records that came over the overlay are handed in by the engine's thread through {@link
 * #onOverlayRecord}; an opener's lock, which almost never waits, keeps the two threads apart.
 */
final class InboundPipeline {
  private static final int BATCH = 32;
  private static final int IP = EthernetFrame.HEADER_BYTES;
  private static final int TYPE_AT = IP - 1;

  /** Longest record that the overlay carries, and more than any datagram. */
  private static final int MAX_RECORD_BYTES = 8_192;

  /** Records of unknown index that the engine is asked about; floods must not keep it busy. */
  static final int MAX_UNKNOWN_PER_SECOND = 64;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final DatagramPort port;
  private final EngineInbox inbox;
  private final Snapshots snapshots;
  private final Admission admission;
  private final BootClock clock;
  private final PacketCounters counters;
  private long unknownSinceNanos = Long.MIN_VALUE / 2;
  private int unknown;
  private final byte[] opened = new byte[IP + MAX_RECORD_BYTES];

  InboundPipeline(
      DatagramPort port,
      EngineInbox inbox,
      Snapshots snapshots,
      Admission admission,
      BootClock clock,
      PacketCounters counters) {
    this.port = port;
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.admission = admission;
    this.clock = clock;
    this.counters = counters;
  }

  /** Receives until the port is closed. */
  void run() throws IOException {
    DatagramBatch batch = new DatagramBatch(BATCH);
    while (port.receive(batch) != DatagramPort.CLOSED) {
      long bootNanos = clock.bootNanos();
      for (int i = 0; i < batch.count(); i++) {
        onDatagram(batch.source(i), batch.bytes(i), batch.length(i), bootNanos);
      }
    }
  }

  private void onDatagram(Endpoint from, byte[] datagram, int length, long bootNanos) {
    if (!DataFrame.isData(datagram, length)) {
      toEngine(from, datagram, length);
    } else if (!onRecord(datagram, length, bootNanos, opened)) {
      onUnknownIndex(from, datagram, length, bootNanos);
    }
  }

  private void toEngine(Endpoint from, byte[] datagram, int length) {
    boolean taken = inbox.onDatagram(from, Arrays.copyOf(datagram, length));
    counters.increment(taken ? PacketCount.INBOUND_TO_ENGINE : PacketCount.INBOUND_ENGINE);
  }

  /**
   * A peer's first data may overtake the news of its session, which the engine publishes when it
   * has read the record before. So the engine, which takes things in turn, is asked about a few.
   */
  private void onUnknownIndex(Endpoint from, byte[] datagram, int length, long bootNanos) {
    if (bootNanos - unknownSinceNanos >= SECOND_NANOS) {
      unknownSinceNanos = bootNanos;
      unknown = 0;
    }
    if (unknown++ < MAX_UNKNOWN_PER_SECOND) {
      toEngine(from, datagram, length);
    } else {
      counters.increment(PacketCount.INBOUND_INDEX);
    }
  }

  /** A record that came over the overlay; any thread. */
  void onOverlayRecord(byte[] frame) {
    if (frame.length > MAX_RECORD_BYTES) {
      counters.increment(PacketCount.INBOUND_TOO_LONG);
    } else if (!DataFrame.isData(frame, frame.length)) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
    } else if (!onRecord(frame, frame.length, clock.bootNanos(), new byte[IP + frame.length])) {
      counters.increment(PacketCount.INBOUND_INDEX);
    }
  }

  /** False if no session is known with this index. */
  private boolean onRecord(byte[] frame, int length, long bootNanos, byte[] plain) {
    View view = snapshots.view();
    Opener opener = view.peers().findOpener(DataFrame.index(frame));
    if (opener == null) {
      return false;
    }
    if (opener.peer().isRevoked()) {
      counters.increment(PacketCount.INBOUND_REVOKED);
    } else {
      // The record's type comes to stand on the last byte of the Ethernet header to be.
      int plainLength = open(opener.records(), frame, length, plain, bootNanos);
      if (plainLength == RecordOpener.REPLAYED) {
        counters.increment(PacketCount.INBOUND_REPLAYED);
      } else if (plainLength < 0) {
        counters.increment(PacketCount.INBOUND_FORGED);
      } else if (plainLength == 0 || plain[TYPE_AT] != DataFrame.IP_PACKET) {
        counters.increment(PacketCount.INBOUND_TYPE);
      } else {
        admission.onPacket(view, opener.peer(), plain, plainLength - 1, bootNanos);
      }
    }
    return true;
  }

  private static int open(
      RecordOpener opener, byte[] frame, int length, byte[] plain, long bootNanos) {
    synchronized (opener) {
      return opener.open(frame, 0, length, plain, TYPE_AT, bootNanos);
    }
  }
}
