package net.groupvpn.overlay.record;

import java.util.Arrays;

/**
 * Remembers exactly which of the last N sequence numbers were seen; older ones count as seen. Not
 * thread-safe.
 */
final class ReplayWindow {
  private static final int WORD_BITS = Long.SIZE;

  private final long[] words;
  private final int mask;
  private long highest = -1;

  /** {@code sizeBits} is a power of two, at least 64. */
  ReplayWindow(int sizeBits) {
    if (sizeBits < WORD_BITS || Integer.bitCount(sizeBits) != 1) {
      throw new IllegalArgumentException("a window is a power of two from 64, not " + sizeBits);
    }
    words = new long[sizeBits / WORD_BITS];
    mask = sizeBits - 1;
  }

  /** Marks {@code sequence} (0 or more) as seen; false if it was, or is too old to tell. */
  boolean accept(long sequence) {
    if (sequence > highest) {
      advance(sequence);
    } else if (highest - sequence > mask || isSet(sequence)) {
      return false;
    }
    words[word(sequence)] |= 1L << sequence;
    return true;
  }

  /** The highest number seen, -1 if none. */
  long highest() {
    return highest;
  }

  private void advance(long sequence) {
    if (sequence == highest + 1) {
      words[word(sequence)] &= ~(1L << sequence);
    } else if (sequence - highest > mask) {
      Arrays.fill(words, 0);
    } else {
      clear(highest + 1, sequence);
    }
    highest = sequence;
  }

  private void clear(long from, long to) {
    long sequence = from;
    while (sequence <= to) {
      if ((sequence & (WORD_BITS - 1)) == 0 && to - sequence >= WORD_BITS - 1) {
        words[word(sequence)] = 0;
        sequence += WORD_BITS;
      } else {
        words[word(sequence)] &= ~(1L << sequence);
        sequence++;
      }
    }
  }

  private boolean isSet(long sequence) {
    return (words[word(sequence)] & 1L << sequence) != 0;
  }

  private int word(long sequence) {
    return ((int) sequence & mask) / WORD_BITS;
  }
}
