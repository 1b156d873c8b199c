package net.groupvpn.client.dataplane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiPredicate;

/**
 * Packets that wait for an answer of the engine, by what they wait for. Bounded in every dimension:
 * the oldest are dropped first. Thread-safe.
 *
 * @param <K> what packets wait for: an address, a peer
 */
final class HeldPackets<K> {
  static final int MAX_PER_KEY = 32;
  static final int MAX_KEYS = 128;
  static final long MAX_AGE_NANOS = 5_000_000_000L;
  static final long ASK_AGAIN_NANOS = 1_000_000_000L;

  private final Map<K, Waiting> waiting = new LinkedHashMap<>();
  private final PacketCounters counters;
  private final PacketCount heldCount;
  private final PacketCount droppedCount;

  private static final class Waiting {
    final Queue<Held> packets = new ArrayDeque<>();
    long askedNanos;
  }

  /** A packet that no longer has to wait. */
  record Released<K>(K key, byte[] packet) {}

  private record Held(byte[] packet, long sinceNanos) {}

  HeldPackets(PacketCounters counters, PacketCount heldCount, PacketCount droppedCount) {
    this.counters = counters;
    this.heldCount = heldCount;
    this.droppedCount = droppedCount;
  }

  /**
   * Keeps a packet, whose array must not change any more.
   *
   * @return whether to ask the engine: true for the first packet, then once a second
   */
  synchronized boolean hold(K key, byte[] packet, long bootNanos) {
    Waiting entry = waiting.get(key);
    boolean ask = entry == null || bootNanos - entry.askedNanos >= ASK_AGAIN_NANOS;
    if (entry == null) {
      makeRoom();
      entry = new Waiting();
      waiting.put(key, entry);
    }
    if (ask) {
      entry.askedNanos = bootNanos;
    }
    if (entry.packets.size() == MAX_PER_KEY) {
      entry.packets.remove();
      counters.increment(droppedCount);
    }
    entry.packets.add(new Held(packet, bootNanos));
    counters.increment(heldCount);
    return ask;
  }

  private void makeRoom() {
    if (waiting.size() == MAX_KEYS) {
      Iterator<Waiting> oldest = waiting.values().iterator();
      counters.add(droppedCount, oldest.next().packets.size());
      oldest.remove();
    }
  }

  /** Takes every packet that {@code isReady} accepts; drops those that are too old. */
  synchronized List<Released<K>> release(BiPredicate<K, byte[]> isReady, long bootNanos) {
    List<Released<K>> released = new ArrayList<>();
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              Queue<Held> packets = entry.getValue().packets;
              dropOld(packets, bootNanos);
              packets.removeIf(held -> takeIfReady(entry.getKey(), held, isReady, released));
              return packets.isEmpty();
            });
    return released;
  }

  private static <K> boolean takeIfReady(
      K key, Held held, BiPredicate<K, byte[]> isReady, List<Released<K>> released) {
    boolean ready = isReady.test(key, held.packet());
    if (ready) {
      released.add(new Released<>(key, held.packet()));
    }
    return ready;
  }

  private void dropOld(Queue<Held> packets, long bootNanos) {
    for (Held head = packets.peek();
        head != null && bootNanos - head.sinceNanos() > MAX_AGE_NANOS;
        head = packets.peek()) {
      packets.remove();
      counters.increment(droppedCount);
    }
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** How many packets wait. */
  synchronized int size() {
    return waiting.values().stream().mapToInt(entry -> entry.packets.size()).sum();
  }
}
