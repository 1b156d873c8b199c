package net.groupvpn.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * The offers of the group's gateways, as read from all slots. Whoever has no right to be one is
 * left out and counted, at each reading and at each look at what was read: a right that is taken
 * away is gone at once. An offer that is missing is kept for {@link #MAX_MISSED} readings: the
 * replicas of a slot may be out of reach for a moment. Engine thread only.
 */
final class GatewayBook {
  /** Most gateways that are remembered: the first by node ID. */
  static final int MAX_GATEWAYS = 256;

  /** Readings in a row that an offer may be missing from. */
  static final int MAX_MISSED = 3;

  /** Most who wait for the reading under way; whoever comes then gets what is known. */
  static final int MAX_WAITING = 16;

  private record Entry(GatewayOffer offer, NodeId unit, int missed) {}

  private final Overlay overlay;
  private final Engine engine;
  private final GatewaySlots slots;
  private final Predicate<NodeId> mayBeGateway;
  private final SortedMap<NodeId, Entry> entries = new TreeMap<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean isReading;

  /** {@code mayBeGateway} judges a member by the hash of its name ({@link StoredRecord#unit}). */
  GatewayBook(Overlay overlay, Engine engine, String groupIdHex, Predicate<NodeId> mayBeGateway) {
    this.overlay = overlay;
    this.engine = engine;
    this.slots = new GatewaySlots(groupIdHex);
    this.mayBeGateway = mayBeGateway;
  }

  /** All offers of those who may make them now, by node ID. */
  SortedMap<NodeId, GatewayOffer> offers() {
    SortedMap<NodeId, GatewayOffer> offers = new TreeMap<>();
    entries.forEach(
        (node, entry) -> {
          if (mayBeGateway.test(entry.unit())) {
            offers.put(node, entry.offer());
          }
        });
    return offers;
  }

  /** One offer of those; null if there is none. */
  @Nullable GatewayOffer offer(NodeId gateway) {
    Entry entry = entries.get(gateway);
    return entry == null || !mayBeGateway.test(entry.unit()) ? null : entry.offer();
  }

  /**
   * Reads all slots; {@code done} comes when they have answered, or at once if nobody can be asked.
   * While a reading is under way it serves whoever asks.
   */
  void read(Runnable done) {
    if (!overlay.isJoined()) {
      done.run();
    } else if (waiting.size() == MAX_WAITING) {
      engine.counters().increment(GatewayCounter.DROPPED_READING_FULL);
      done.run();
    } else {
      waiting.add(done);
      begin();
    }
  }

  private void begin() {
    if (!isReading) {
      isReading = true;
      new Reading().begin();
    }
  }

  private void onRead(SortedMap<NodeId, Entry> found) {
    isReading = false;
    replaceBy(found);
    List<Runnable> served = List.copyOf(waiting);
    waiting.clear();
    served.forEach(Runnable::run);
  }

  private void replaceBy(SortedMap<NodeId, Entry> found) {
    entries.replaceAll((node, entry) -> new Entry(entry.offer(), entry.unit(), entry.missed() + 1));
    entries.values().removeIf(entry -> entry.missed() > MAX_MISSED);
    entries.putAll(found);
    while (entries.size() > MAX_GATEWAYS) {
      entries.remove(entries.lastKey());
      engine.counters().increment(GatewayCounter.DROPPED_OFFER_FULL);
    }
  }

  private final class Reading {
    private final SortedMap<NodeId, Entry> found = new TreeMap<>();
    private int outstanding = GatewaySlots.SLOTS;

    void begin() {
      slots.all().forEach(slot -> overlay.dht().get(slot, records -> onSlot(slot, records)));
    }

    private void onSlot(NodeId slot, List<StoredRecord> records) {
      records.forEach(record -> takeIn(slot, record));
      outstanding--;
      if (outstanding == 0) {
        onRead(found);
      }
    }

    private void takeIn(NodeId slot, StoredRecord record) {
      NodeId publisher = record.publisher();
      if (!mayBeGateway.test(record.unit())) {
        engine.counters().increment(GatewayCounter.DROPPED_OFFER_ROLE);
      } else if (!slots.of(publisher).equals(slot)) {
        engine.counters().increment(GatewayCounter.DROPPED_OFFER_SLOT);
      } else {
        GatewayOffer.decode(record.value())
            .ifPresentOrElse(
                offer -> found.put(publisher, new Entry(offer, record.unit(), 0)),
                () -> engine.counters().increment(GatewayCounter.DROPPED_OFFER_MALFORMED));
      }
    }
  }
}
