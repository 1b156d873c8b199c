package net.groupvpn.gateway.nat;

/**
 * Disjoint ranges of TCP sequence numbers, in order: what came before something that is missing. At
 * most {@link #MAX}; all lie within half of the number space. Not thread-safe.
 */
final class SequenceRanges {
  /** What does not fit is not noted, and so comes again. */
  static final int MAX = 32;

  private final int[] starts = new int[MAX];
  private final int[] ends = new int[MAX];
  private int count;
  private int latest;

  /**
   * Adds a range that is not empty, and joins it with those that it touches.
   *
   * @return false if there is no room for it
   */
  boolean add(int start, int end) {
    int from = 0;
    while (from < count && Sequence.isBefore(ends[from], start)) {
      from++;
    }
    int to = from;
    int newStart = start;
    int newEnd = end;
    while (to < count && !Sequence.isBefore(end, starts[to])) {
      newStart = Sequence.earlier(newStart, starts[to]);
      newEnd = Sequence.later(newEnd, ends[to]);
      to++;
    }
    int joined = to - from;
    if (joined == 0 && count == MAX) {
      return false;
    }
    System.arraycopy(starts, to, starts, from + 1, count - to);
    System.arraycopy(ends, to, ends, from + 1, count - to);
    starts[from] = newStart;
    ends[from] = newEnd;
    count += 1 - joined;
    latest = from;
    return true;
  }

  /** Forgets everything before a number. */
  void dropBefore(int number) {
    int gone = 0;
    while (gone < count && !Sequence.isBefore(number, ends[gone])) {
      gone++;
    }
    if (gone > 0) {
      System.arraycopy(starts, gone, starts, 0, count - gone);
      System.arraycopy(ends, gone, ends, 0, count - gone);
      count -= gone;
      latest = Math.max(0, latest - gone);
    }
    if (count > 0 && Sequence.isBefore(starts[0], number)) {
      starts[0] = number;
    }
  }

  void clear() {
    count = 0;
    latest = 0;
  }

  int count() {
    return count;
  }

  int start(int at) {
    return starts[at];
  }

  int end(int at) {
    return ends[at];
  }

  /** Which one was added or grew last. */
  int latest() {
    return latest;
  }

  /** Numbers within all ranges together. */
  int bytes() {
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += ends[i] - starts[i];
    }
    return bytes;
  }
}
