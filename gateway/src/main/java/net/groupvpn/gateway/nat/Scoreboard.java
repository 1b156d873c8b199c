package net.groupvpn.gateway.nat;

/**
 * What a member says it has of the bytes after the first that it misses (RFC 2018, RFC 6675), and
 * how far they were sent again. Not thread-safe.
 */
final class Scoreboard {
  private static final int DUPLICATES = 3;

  private final SequenceRanges arrived = new SequenceRanges();
  private int duplicates;
  private int resentTo;

  /** Takes the selective acknowledgements of a segment that make sense. */
  void note(Segment segment, int una, int max) {
    for (int i = 0; i < segment.sacks; i++) {
      int start = segment.sackStarts[i];
      int end = segment.sackEnds[i];
      boolean isSane =
          Sequence.isBefore(start, end)
              && Sequence.isAfter(start, una)
              && !Sequence.isAfter(end, max)
              && !Sequence.isBefore(start, segment.acknowledgement);
      if (isSane) {
        arrived.add(start, end);
      }
    }
  }

  /** The same acknowledgement has come again. */
  void onDuplicate() {
    duplicates++;
  }

  /** Everything before a number has arrived. */
  void onAcknowledged(int una) {
    arrived.dropBefore(una);
    duplicates = 0;
    resentTo = Sequence.later(resentTo, una);
  }

  /** Whether so much has come after what is missing that it must be lost. */
  boolean isLossSeen(int mss) {
    return duplicates >= DUPLICATES || arrived.bytes() > DUPLICATES * mss;
  }

  /** Nothing was sent again yet. */
  void beginRecovery(int una) {
    resentTo = una;
  }

  /** Everything will be sent again: what the member has it may throw away (RFC 2018 8). */
  void clear(int una) {
    arrived.clear();
    duplicates = 0;
    resentTo = una;
  }

  void onResent(int end) {
    resentTo = Sequence.later(resentTo, end);
  }

  boolean isSelective() {
    return arrived.count() > 0;
  }

  int holes() {
    return arrived.count();
  }

  /** Where the part of a hole begins that was not sent again. */
  int holeStart(int hole, int una) {
    return Sequence.later(hole == 0 ? una : arrived.end(hole - 1), resentTo);
  }

  int holeEnd(int hole) {
    return arrived.start(hole);
  }

  /** Bytes that have left the network, though they are not acknowledged: arrived or lost. */
  int gone(int una, int mss) {
    int gone = isSelective() ? arrived.bytes() : duplicates * mss;
    for (int hole = 0; hole < holes(); hole++) {
      gone += Math.max(0, holeEnd(hole) - holeStart(hole, una));
    }
    return gone;
  }
}
