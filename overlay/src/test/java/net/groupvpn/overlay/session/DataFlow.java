package net.groupvpn.overlay.session;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.record.RecordOpener;
import net.groupvpn.overlay.record.RecordSealer;
import org.jspecify.annotations.Nullable;

/**
 * What two data planes do: each sends a record every 5 ms with the keys published last, and opens
 * incoming records with the keys published last at that time. The network delays, but loses
 * nothing, so every record must open.
 */
final class DataFlow {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final byte[] PLAIN = {1, 2, 3, 4};

  private record InFlight(TestNode to, byte[] frame, long arrivesNanos) {}

  private final Pair pair;
  private final LongSupplier delayNanos;
  private final List<InFlight> travelling = new ArrayList<>();
  private long sent;
  private long opened;

  DataFlow(Pair pair, LongSupplier delayNanos) {
    this.pair = pair;
    this.delayNanos = delayNanos;
  }

  /** Records that could not be opened so far. */
  long lost() {
    return sent - opened - travelling.size();
  }

  void runFor(long nanos) {
    for (long end = pair.now().bootNanos() + nanos; pair.now().bootNanos() < end; ) {
      send(pair.a, pair.b);
      send(pair.b, pair.a);
      pair.runFor(EVERY_NANOS);
      deliver();
    }
  }

  private void send(TestNode from, TestNode to) {
    byte[] frame = new byte[PLAIN.length + RecordSealer.OVERHEAD_BYTES];
    published(from).sealer().seal(PLAIN, 0, PLAIN.length, frame, 0);
    travelling.add(new InFlight(to, frame, pair.now().bootNanos() + delayNanos.getAsLong()));
    sent++;
  }

  private void deliver() {
    long now = pair.now().bootNanos();
    for (Iterator<InFlight> left = travelling.iterator(); left.hasNext(); ) {
      InFlight record = left.next();
      if (record.arrivesNanos <= now) {
        left.remove();
        opened += opens(record.to, record.frame, now) ? 1 : 0;
      }
    }
  }

  private static boolean opens(TestNode at, byte[] frame, long now) {
    for (RecordOpener opener : published(at).openers()) {
      if (opener.localIndex() == FrameHeader.receiverIndex(frame, 0)) {
        return opener.open(frame, 0, frame.length, new byte[PLAIN.length], 0, now) == PLAIN.length;
      }
    }
    return false;
  }

  private static PeerSnapshot published(TestNode node) {
    @Nullable PeerSnapshot snapshot = node.published;
    if (snapshot == null) {
      throw new AssertionError("no session; events were " + node.events);
    }
    return snapshot;
  }
}
