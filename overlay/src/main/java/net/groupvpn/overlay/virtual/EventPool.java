package net.groupvpn.overlay.virtual;

import java.util.Arrays;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** The content of events, by slot, in plain arrays; slots are reused. */
final class EventPool {
  private static final int FIRST_CAPACITY = 1_024;

  private @Nullable Object[] payloads = new @Nullable Object[FIRST_CAPACITY];
  private @Nullable Endpoint[] senders = new @Nullable Endpoint[FIRST_CAPACITY];
  private @Nullable Endpoint[] receivers = new @Nullable Endpoint[FIRST_CAPACITY];
  private int[] hops = new int[FIRST_CAPACITY];
  private int[] free = new int[FIRST_CAPACITY];
  private int freeCount;
  private int used;

  /** Allocates a slot with that content. */
  int take(@Nullable Object payload, @Nullable Endpoint from, @Nullable Endpoint to, int itsHops) {
    int slot = freeCount > 0 ? free[--freeCount] : fresh();
    payloads[slot] = payload;
    senders[slot] = from;
    receivers[slot] = to;
    hops[slot] = itsHops;
    return slot;
  }

  private int fresh() {
    if (used == payloads.length) {
      payloads = Arrays.copyOf(payloads, 2 * used);
      senders = Arrays.copyOf(senders, 2 * used);
      receivers = Arrays.copyOf(receivers, 2 * used);
      hops = Arrays.copyOf(hops, 2 * used);
      free = Arrays.copyOf(free, 2 * used);
    }
    return used++;
  }

  /** A datagram, a task, or null for a timer. */
  @Nullable Object payload(int slot) {
    return payloads[slot];
  }

  Endpoint from(int slot) {
    return present(senders[slot]);
  }

  Endpoint to(int slot) {
    return present(receivers[slot]);
  }

  int hops(int slot) {
    return hops[slot];
  }

  void release(int slot) {
    payloads[slot] = null;
    senders[slot] = null;
    receivers[slot] = null;
    free[freeCount++] = slot;
  }

  private static Endpoint present(@Nullable Endpoint endpoint) {
    if (endpoint == null) {
      throw new IllegalStateException("only datagrams have endpoints");
    }
    return endpoint;
  }
}
