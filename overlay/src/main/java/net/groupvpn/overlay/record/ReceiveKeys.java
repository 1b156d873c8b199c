package net.groupvpn.overlay.record;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.security.RecordCipher;
import org.jspecify.annotations.Nullable;

/**
 * Opens records of one direction of one key set and follows the sender's ratchet. Owning thread
 * only. A record is parsed, opened with its epoch's key, then checked for replay; state changes
 * only after a successful open.
 */
public final class ReceiveKeys implements RecordOpener {
  /** How many CONTROL records may overtake another one. */
  public static final int CONTROL_WINDOW_BITS = 1_024;

  /** How many DATA records may overtake another one. */
  public static final int DATA_WINDOW_BITS = 65_536;

  /** How long records of the epoch before the newest are still accepted. */
  static final long PREVIOUS_EPOCH_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How far the sender may be ahead: 64 epochs of two minutes outlast any session. */
  static final int MAX_EPOCHS_AHEAD = 64;

  /** A key with its window; both are made when first needed, because most key sets are idle. */
  private static final class Epoch {
    private final EpochSecret secret;
    private final int windowBits;
    private @Nullable RecordCipher cipher;
    private @Nullable ReplayWindow window;

    Epoch(EpochSecret secret, int windowBits) {
      this.secret = secret;
      this.windowBits = windowBits;
    }

    RecordCipher cipher() {
      RecordCipher ready = cipher;
      if (ready == null) {
        ready = secret.cipher();
        cipher = ready;
      }
      return ready;
    }

    ReplayWindow window() {
      ReplayWindow ready = window;
      if (ready == null) {
        ready = new ReplayWindow(windowBits);
        window = ready;
      }
      return ready;
    }
  }

  private final int localIndex;
  private final int windowBits;
  private Epoch current;
  private @Nullable Epoch previous;
  private long previousEndsNanos;
  private boolean highest;

  /** By number; kept so that a flood of forged records costs each future epoch's keys only once. */
  private final TreeMap<Integer, Epoch> future = new TreeMap<>();

  /** {@code windowBits} is one of the two above, or another power of two from 64. */
  public ReceiveKeys(EpochSecret first, int localIndex, int windowBits) {
    this.localIndex = localIndex;
    this.windowBits = windowBits;
    this.current = new Epoch(first, windowBits);
  }

  @Override
  public int localIndex() {
    return localIndex;
  }

  @Override
  public int open(byte[] frame, int offset, int length, byte[] out, int outOffset, long bootNanos) {
    if (FrameHeader.type(frame, offset, length) != FrameType.SEALED
        || FrameHeader.receiverIndex(frame, offset) != localIndex) {
      return FORGED;
    }
    long counter = FrameHeader.counter(frame, offset);
    Epoch epoch = epochOf((int) (counter >>> FrameHeader.SEQUENCE_BITS), bootNanos);
    if (epoch == null) {
      return FORGED;
    }
    int header = FrameHeader.SEALED_HEADER_BYTES;
    int opened =
        epoch
            .cipher()
            .open(counter, frame, offset + header, length - header, out, outOffset, offset, header);
    if (opened < 0) {
      return FORGED;
    }
    commit(epoch, bootNanos);
    long sequence = counter & (1L << FrameHeader.SEQUENCE_BITS) - 1;
    ReplayWindow window = epoch.window();
    boolean isHigher = sequence > window.highest();
    if (!window.accept(sequence)) {
      return REPLAYED;
    }
    highest = isHigher && epoch == current;
    return opened;
  }

  @Override
  public boolean wasHighest() {
    return highest;
  }

  private @Nullable Epoch epochOf(int number, long bootNanos) {
    int ahead = number - current.secret.epoch();
    if (ahead == 0) {
      return current;
    }
    if (ahead > 0) {
      return ahead <= MAX_EPOCHS_AHEAD ? future(number) : null;
    }
    if (previous != null && bootNanos > previousEndsNanos) {
      previous = null;
    }
    return previous != null && previous.secret.epoch() == number ? previous : null;
  }

  private Epoch future(int number) {
    Map.Entry<Integer, Epoch> nearest = future.floorEntry(number);
    Epoch from = nearest == null ? current : nearest.getValue();
    if (from.secret.epoch() == number) {
      return from;
    }
    Epoch reached = new Epoch(from.secret.skipTo(number), windowBits);
    future.put(number, reached);
    return reached;
  }

  private void commit(Epoch opened, long bootNanos) {
    if (opened.secret.epoch() > current.secret.epoch()) {
      previous = current;
      previousEndsNanos = bootNanos + PREVIOUS_EPOCH_NANOS;
      current = opened;
      future.clear();
    }
  }
}
