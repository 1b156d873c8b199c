package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.TcpSegment;

/**
 * What comes from a member on one connection, put in order for the server (RFC 9293 3.10.7.4). What
 * comes ahead of something missing is kept. Not thread-safe.
 */
final class TcpReceiver {
  /** The window never grows beyond. */
  static final int MAX_WINDOW_BYTES = 1 << 20;

  /** What this end offers as its window scale (RFC 7323 2). */
  static final int SHIFT = 5;

  private static final int MAX_UNSCALED = 0xffff;

  private final ByteQueue queue;
  private final BlockPool pool;
  private final MemberAccount member;
  private final SequenceRanges ahead = new SequenceRanges();
  private final int segmentBytes;
  private final int shift;
  private final boolean sackPermitted;
  private int next;

  /** End of the window that the member was told; it never goes back. */
  private int edge;

  private boolean hasFin;
  private int finAt;
  private boolean finTaken;

  TcpReceiver(ByteQueue queue, BlockPool pool, MemberAccount member, Segment syn, int mss) {
    this.queue = queue;
    this.pool = pool;
    this.member = member;
    this.segmentBytes = mss;
    this.shift = syn.windowShift == Segment.NONE ? 0 : SHIFT;
    this.sackPermitted = syn.sackPermitted;
    this.next = syn.sequence + 1;
    this.edge = next;
  }

  /** The number that is expected next. */
  int next() {
    return next;
  }

  SequenceRanges ahead() {
    return ahead;
  }

  boolean isSackPermitted() {
    return sackPermitted;
  }

  boolean isScaled() {
    return shift != 0;
  }

  /** Whether the member has nothing more to send, and all of it has come. */
  boolean isFinTaken() {
    return finTaken;
  }

  /** The window to write into a header; the member may send up to there from now on. */
  int advertise(boolean isSyn) {
    int shown = isSyn ? 0 : shift;
    int window = Math.min(window(), MAX_UNSCALED << shown) >> shown;
    edge = Sequence.later(edge, next + (window << shown));
    return window;
  }

  /** Whether the window has grown by enough to tell the member (RFC 9293 3.8.6.2.2). */
  boolean isUpdateDue() {
    int told = edge - next;
    return window() - told >= Math.min(capacity() / 2, 2 * segmentBytes) && window() > told;
  }

  private int window() {
    int free = Math.max(0, capacity() - queue.size());
    int open = next + free;
    // A window that grows by less than a segment makes the member send crumbs.
    boolean isWorthIt = open - edge >= Math.min(segmentBytes, capacity() / 2);
    return isWorthIt ? free : Math.max(0, edge - next);
  }

  private int capacity() {
    int max = shift == 0 ? MAX_UNSCALED : MAX_WINDOW_BYTES;
    return pool.capacity(member, queue.size(), max);
  }

  /** Whether any of a segment lies within the window. */
  boolean isAcceptable(Segment segment) {
    int length = segment.length();
    int window = edge - next;
    int start = segment.sequence - next;
    if (length == 0) {
      return start == 0 || (start > 0 && start < window);
    }
    return start + length > 0 && (start < window || (window == 0 && start <= 0));
  }

  /** What became of a segment's data. */
  enum Taken {
    /** There was nothing new in it, or nothing within the window. */
    NOTHING,

    /** It was in order. */
    IN_ORDER,

    /** It came ahead of something missing. */
    AHEAD,

    /** There was no memory for it. */
    NO_ROOM
  }

  /** Takes the data and the FIN of an acceptable segment. */
  Taken accept(Segment segment) {
    int skip = Math.max(0, next - segment.sequence);
    int start = segment.sequence + skip;
    int length = Math.min(segment.dataBytes - skip, edge - start);
    boolean isWhole = length == segment.dataBytes - skip;
    if (segment.has(TcpSegment.FIN) && isWhole && !hasFin) {
      hasFin = true;
      finAt = start + length;
    }
    Taken taken = length <= 0 ? Taken.NOTHING : take(segment, start, skip, length);
    if (hasFin && next == finAt && !finTaken) {
      finTaken = true;
      next++;
      edge = Sequence.later(edge, next);
      return Taken.IN_ORDER;
    }
    return taken;
  }

  private Taken take(Segment segment, int start, int skip, int length) {
    if (hasFin && Sequence.isAfter(start + length, finAt)) {
      return Taken.NOTHING;
    }
    int position = queue.size() + (start - next);
    boolean isNext = start == next;
    if (!isNext && ahead.count() == SequenceRanges.MAX) {
      return Taken.NO_ROOM;
    }
    if (!queue.write(position, segment.bytes, segment.dataAt + skip, length)) {
      return Taken.NO_ROOM;
    }
    if (!isNext) {
      ahead.add(start, start + length);
      return Taken.AHEAD;
    }
    int end = start + length;
    if (ahead.count() > 0 && !Sequence.isBefore(end, ahead.start(0))) {
      end = Sequence.later(end, ahead.end(0));
    }
    // Ranges that touch were joined, so one step is enough once the numbers before are gone.
    ahead.dropBefore(end);
    while (ahead.count() > 0 && ahead.start(0) == end) {
      end = ahead.end(0);
      ahead.dropBefore(end);
    }
    queue.extend(end - next);
    next = end;
    return Taken.IN_ORDER;
  }
}
