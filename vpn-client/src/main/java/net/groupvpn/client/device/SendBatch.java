package net.groupvpn.client.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that wait to be sent together. Consecutive ones for one destination and of one length,
 * of which the last may be shorter, form a run, which the kernel can send as one message
 * (UDP_SEGMENT). Belongs to one thread.
 *
 * <p>Usage: while not {@link #isFull}, write a datagram to {@link #bytes} from {@link #position},
 * then {@link #add} it; hand the batch to {@link BatchPort#send}, which empties it.
 */
public final class SendBatch {
  /** Longest datagram that may be added, bytes. */
  public static final int MAX_DATAGRAM_BYTES = 9_216;

  /** Most runs in a batch. */
  static final int MAX_RUNS = 64;

  /** Most datagrams in a run: UDP_MAX_SEGMENTS of Linux before 6.9. */
  static final int MAX_SEGMENTS = 64;

  /** Most bytes in a run: the limit of one UDP datagram. */
  static final int MAX_RUN_BYTES = 65_507;

  /** Size of the largest batch, bytes. */
  public static final int CAPACITY_BYTES = 3 * MAX_RUN_BYTES;

  private final byte[] bytes;
  private final @Nullable Destination[] destinations = new Destination[MAX_RUNS];
  private final int[] starts = new int[MAX_RUNS + 1];
  private final int[] segments = new int[MAX_RUNS];
  private final int[] counts = new int[MAX_RUNS];
  private int runs;
  private boolean open;

  /** Room for {@code capacityBytes}, at most {@link #CAPACITY_BYTES}. */
  public SendBatch(int capacityBytes) {
    bytes = new byte[Objects.checkIndex(capacityBytes, CAPACITY_BYTES + 1)];
  }

  /** Where to write the next datagram. */
  public byte[] bytes() {
    return bytes;
  }

  /** The offset for the next datagram. */
  public int position() {
    return starts[runs];
  }

  /** Whether the next datagram may not fit. */
  public boolean isFull() {
    return runs == MAX_RUNS || bytes.length - position() < MAX_DATAGRAM_BYTES;
  }

  /** Whether there is nothing to send. */
  public boolean isEmpty() {
    return runs == 0;
  }

  /** Adds the datagram that was written. */
  public void add(Destination to, int length) {
    if (!joins(to, length)) {
      destinations[runs] = to;
      segments[runs] = length;
      counts[runs] = 0;
      starts[runs + 1] = starts[runs];
      runs++;
    }
    int last = runs - 1;
    counts[last]++;
    starts[runs] += length;
    open = length == segments[last];
  }

  private boolean joins(Destination to, int length) {
    int last = runs - 1;
    return runs > 0
        && open
        && to.equals(destinations[last])
        && length <= segments[last]
        && counts[last] < MAX_SEGMENTS
        && starts[runs] - starts[last] + length <= MAX_RUN_BYTES;
  }

  /** Empties the batch. */
  public void clear() {
    runs = 0;
    open = false;
  }

  /** How many runs there are. */
  public int runs() {
    return runs;
  }

  /** The destination of a run. */
  public Destination destination(int run) {
    return Objects.requireNonNull(destinations[Objects.checkIndex(run, runs)]);
  }

  /** Where a run begins in {@link #bytes}. */
  public int start(int run) {
    return starts[run];
  }

  /** Length of a run in bytes. */
  public int length(int run) {
    return starts[run + 1] - starts[run];
  }

  /** Length of each datagram of a run except the last. */
  public int segmentBytes(int run) {
    return segments[run];
  }

  /** How many datagrams a run has. */
  public int count(int run) {
    return counts[run];
  }
}
