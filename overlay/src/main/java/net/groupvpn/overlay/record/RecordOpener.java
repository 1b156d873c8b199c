package net.groupvpn.overlay.record;

/** Opens SEALED frames of one key set from one peer. Used by its owning thread only. */
public interface RecordOpener {
  /** The receiver's index that these frames carry. */
  int localIndex();

  /**
   * Opens a frame, then checks it for replay.
   *
   * @param bootNanos present boot time, for the expiry of earlier epochs
   * @return number of plaintext bytes written to {@code out} from {@code outOffset}, or one of the
   *     negative constants; a rejected frame changes nothing
   */
  int open(byte[] frame, int offset, int length, byte[] out, int outOffset, long bootNanos);

  /** Whether the last opened record is the newest from the peer so far. */
  boolean wasHighest();

  /** Not a frame of this key set, or its tag is wrong. */
  int FORGED = -1;

  /** Seen before, or too old for the window. */
  int REPLAYED = -2;
}
