package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import net.groupvpn.client.dataplane.PeerTable.Opener;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.Destination;
import net.groupvpn.client.device.SendBatch;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.RecordOpener;
import org.jspecify.annotations.Nullable;

/**
 * From the socket to the operating system, on one thread. The methods are in a packet's order:
 *
 * <ol>
 *   <li>{@link #receiveSome}: messages are received, each with many datagrams
 *   <li>{@link #onDatagram}: anything other than a DATA record goes to the engine
 *   <li>{@link #onRecord}: opener by index; opened, then checked for replay
 *   <li>{@link PacketJoiner#append}: continues the previous packets, whose sender and source were
 *       accepted
 *   <li>{@link Relay}: frames for another peer are forwarded
 *   <li>{@link Admission}: does the source belong to the sender, and the destination to this node
 *   <li>{@link PacketJoiner}, {@link FrameWriter}: joined with what follows, written to the device
 * </ol>
 *
 * <p>The engine thread hands in records that arrived over the overlay through {@link
 * #onOverlayRecord}; they wait here for this thread.
 */
final class InboundPipeline {
  /** Longest record, bytes: a jumbo frame's. */
  static final int MAX_RECORD_BYTES = SendBatch.MAX_DATAGRAM_BYTES;

  /** Records of unknown index that the engine is asked about; floods must not keep it busy. */
  static final int MAX_UNKNOWN_PER_SECOND = 64;

  /** Records from the overlay and from streams that may wait. */
  private static final int MAX_OVERLAY_RECORDS = 1_024;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final BatchPort port;
  private final EngineInbox inbox;
  private final Snapshots snapshots;
  private final Admission admission;
  private final Reassembly reassembly;
  private final PacketJoiner joiner;
  private final Relay relay;
  private final BootClock clock;
  private final PacketCounters counters;
  private final BlockingQueue<byte[]> fromOverlay = new ArrayBlockingQueue<>(MAX_OVERLAY_RECORDS);
  private final AtomicBoolean hasOverlayRecords = new AtomicBoolean();
  private final byte[] message = new byte[BatchPort.MAX_MESSAGE_BYTES];
  private final byte[] moved = new byte[Frame.RECORD + MAX_RECORD_BYTES];

  /** Whether a relayed frame is being opened: nested ones are refused. */
  private boolean relayed;

  /** The source of the present message, or null if nobody could answer it. */
  private @Nullable Endpoint source;

  private long unknownSinceNanos = Long.MIN_VALUE / 2;
  private int unknown;

  /** The receiver of opened records. */
  record Ways(Admission admission, PacketJoiner joiner, Relay relay) {}

  InboundPipeline(
      BatchPort port,
      EngineInbox inbox,
      Snapshots snapshots,
      Ways ways,
      BootClock clock,
      PacketCounters counters) {
    this.port = port;
    this.inbox = inbox;
    this.snapshots = snapshots;
    admission = ways.admission();
    reassembly = new Reassembly(counters);
    joiner = ways.joiner();
    relay = ways.relay();
    this.clock = clock;
    this.counters = counters;
  }

  /** Takes the messages that have arrived, up to a limit; false if there were none. */
  boolean receiveSome() throws IOException {
    boolean received = receiveFromOverlay();
    int messages = port.receive();
    if (messages > 0) {
      long bootNanos = clock.bootNanos();
      for (int i = 0; i < messages; i++) {
        onMessage(port.source(i), port.copyTo(i, message), port.segmentBytes(i), bootNanos);
      }
      received = true;
    }
    if (received) {
      joiner.flush();
      relay.flush();
    }
    return received;
  }

  private void onMessage(@Nullable Endpoint from, int length, int segmentBytes, long bootNanos) {
    source = from;
    for (int at = 0; at < length; at += segmentBytes) {
      onDatagram(from, at, Math.min(segmentBytes, length - at), bootNanos);
    }
    if (length == 0) {
      onDatagram(from, 0, 0, bootNanos);
    }
    source = null;
  }

  private void onDatagram(@Nullable Endpoint from, int at, int length, long bootNanos) {
    if (length > MAX_RECORD_BYTES) {
      counters.increment(PacketCount.INBOUND_TOO_LONG);
    } else if (!DataFrame.isData(message, at, length)) {
      toEngine(from, at, length);
    } else if (!onRecord(message, at, length, bootNanos)) {
      onUnknownIndex(from, at, length, bootNanos);
    }
  }

  private void toEngine(@Nullable Endpoint from, int at, int length) {
    boolean taken =
        from != null && inbox.onDatagram(from, Arrays.copyOfRange(message, at, at + length));
    counters.increment(taken ? PacketCount.INBOUND_TO_ENGINE : PacketCount.INBOUND_ENGINE);
  }

  /**
   * A peer's first data may overtake the news of its session, which the engine publishes when it
   * has read the record before. The engine handles inputs in order, so it is asked about a few such
   * records.
   */
  private void onUnknownIndex(@Nullable Endpoint from, int at, int length, long bootNanos) {
    if (bootNanos - unknownSinceNanos >= SECOND_NANOS) {
      unknownSinceNanos = bootNanos;
      unknown = 0;
    }
    if (unknown++ < MAX_UNKNOWN_PER_SECOND) {
      toEngine(from, at, length);
    } else {
      counters.increment(PacketCount.INBOUND_INDEX);
    }
  }

  /**
   * A record that arrived over the overlay or on a stream; any thread. Returns whether the caller
   * must cause {@link #receiveSome} to run: true if no other caller has been told so since it last
   * looked.
   */
  boolean onOverlayRecord(byte[] frame) {
    if (frame.length > MAX_RECORD_BYTES) {
      counters.increment(PacketCount.INBOUND_TOO_LONG);
    } else if (!DataFrame.isData(frame, 0, frame.length)) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
    } else if (!fromOverlay.offer(frame)) {
      counters.increment(PacketCount.INBOUND_OVERLAY);
    } else {
      return !hasOverlayRecords.getAndSet(true);
    }
    return false;
  }

  private boolean receiveFromOverlay() {
    if (!hasOverlayRecords.getPlain() || !hasOverlayRecords.getAndSet(false)) {
      return false;
    }
    for (byte[] frame = fromOverlay.poll(); frame != null; frame = fromOverlay.poll()) {
      if (!onRecord(frame, 0, frame.length, clock.bootNanos())) {
        counters.increment(PacketCount.INBOUND_INDEX);
      }
    }
    return true;
  }

  /** False if no session with this index is known. */
  private boolean onRecord(byte[] frame, int at, int length, long bootNanos) {
    View view = snapshots.view();
    Opener opener = view.peers().findOpener(FrameHeader.receiverIndex(frame, at));
    if (opener == null) {
      return false;
    }
    if (opener.peer().isRevoked()) {
      counters.increment(PacketCount.INBOUND_REVOKED);
      return true;
    }
    int target = joiner.target();
    int recordBytes = opener.records().open(frame, at, length, joiner.bytes(), target, bootNanos);
    if (recordBytes > 0) {
      noteSource(opener, bootNanos);
    }
    if (recordBytes > 0 && joiner.append(opener.peer(), recordBytes)) {
      opener.peer().traffic().onReceived(recordBytes - 1, bootNanos);
      return true;
    }
    if (recordBytes > 0) {
      System.arraycopy(joiner.bytes(), target, moved, Frame.RECORD, recordBytes);
    }
    joiner.restore();
    onOpened(view, opener, recordBytes, bootNanos);
    return true;
  }

  /** The engine sees no data, so it learns here when a peer, or the NAT before it, has moved. */
  private void noteSource(Opener opener, long bootNanos) {
    Endpoint from = source;
    Destination known = opener.peer().direct();
    if (from != null
        && !relayed
        && known != null
        && !from.equals(known.endpoint())
        && opener.records().wasHighest()
        && opener.peer().traffic().tellElsewhere(bootNanos)) {
      inbox.onOtherEndpoint(opener.peer().snapshot().peer(), from);
    }
  }

  /** Handles a record that does not continue the previous packets. */
  private void onOpened(View view, Opener opener, int recordBytes, long bootNanos) {
    if (recordBytes == RecordOpener.REPLAYED) {
      counters.increment(PacketCount.INBOUND_REPLAYED);
    } else if (recordBytes < 0) {
      counters.increment(PacketCount.INBOUND_FORGED);
    } else {
      dispatch(view, opener.peer(), recordBytes, bootNanos);
    }
  }

  private void dispatch(View view, Peer from, int recordBytes, long bootNanos) {
    int kind = recordBytes > 0 ? moved[Frame.RECORD] : 0;
    if (kind != DataFrame.RELAYED) {
      // The content of a relayed frame may continue the joined packets.
      joiner.flush();
    }
    switch (kind) {
      case FragmentCutter.KIND -> onPiece(view, from, recordBytes, bootNanos);
      case DataFrame.RELAY ->
          relay.forward(view, from, moved, Frame.RECORD, recordBytes, bootNanos);
      case DataFrame.RELAYED -> onRelayed(recordBytes, bootNanos);
      default -> admission.onRecord(view, from, moved, recordBytes, bootNanos);
    }
  }

  private void onPiece(View view, Peer from, int recordBytes, long bootNanos) {
    int whole = reassembly.assemble(from, moved, recordBytes, bootNanos);
    if (whole > 0) {
      dispatch(view, from, whole, bootNanos);
    }
  }

  /** A relay's own record is opened; it contains the frame that the source sealed for this node. */
  private void onRelayed(int recordBytes, long bootNanos) {
    int at = Frame.RECORD + DataFrame.RELAY_HEADER_BYTES;
    int length = recordBytes - DataFrame.RELAY_HEADER_BYTES;
    if (relayed || !DataFrame.isData(moved, at, length)) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
      return;
    }
    relayed = true;
    boolean known = onRecord(moved, at, length, bootNanos);
    relayed = false;
    if (!known) {
      counters.increment(PacketCount.INBOUND_INDEX);
    }
  }
}
