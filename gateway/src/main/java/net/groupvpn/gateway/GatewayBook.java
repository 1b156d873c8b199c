package net.groupvpn.gateway;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;

/**
 * The offers of the group's gateways, as read from all slots. Whoever has no right to be one is
 * left out and counted. An offer that is missing is kept for {@link #MAX_MISSED} readings: the
 * replicas of a slot may be out of reach for a moment. Engine thread only.
 */
final class GatewayBook {
  /** Most gateways that are remembered: the first by node ID. */
  static final int MAX_GATEWAYS = 256;

  /** Readings in a row that an offer may be missing from. */
  static final int MAX_MISSED = 3;

  private record Entry(GatewayOffer offer, int missed) {}

  private final Overlay overlay;
  private final Engine engine;
  private final GatewaySlots slots;
  private final Predicate<NodeId> mayBeGateway;
  private final SortedMap<NodeId, Entry> entries = new TreeMap<>();
  private boolean isReading;

  /** {@code mayBeGateway} judges a member by the hash of its name ({@link StoredRecord#unit}). */
  GatewayBook(Overlay overlay, Engine engine, String groupIdHex, Predicate<NodeId> mayBeGateway) {
    this.overlay = overlay;
    this.engine = engine;
    this.slots = new GatewaySlots(groupIdHex);
    this.mayBeGateway = mayBeGateway;
  }

  /** All offers, by node ID. */
  SortedMap<NodeId, GatewayOffer> offers() {
    SortedMap<NodeId, GatewayOffer> offers = new TreeMap<>();
    entries.forEach((node, entry) -> offers.put(node, entry.offer()));
    return offers;
  }

  /** Reads all slots, unless that is under way; {@code done} comes when they have answered. */
  void read(Runnable done) {
    if (isReading || !overlay.isJoined()) {
      return;
    }
    isReading = true;
    new Reading(done).begin();
  }

  private void replaceBy(SortedMap<NodeId, GatewayOffer> found) {
    entries.replaceAll((node, entry) -> new Entry(entry.offer(), entry.missed() + 1));
    entries.values().removeIf(entry -> entry.missed() > MAX_MISSED);
    found.forEach((node, offer) -> entries.put(node, new Entry(offer, 0)));
    while (entries.size() > MAX_GATEWAYS) {
      entries.remove(entries.lastKey());
      engine.counters().increment(GatewayCounter.DROPPED_OFFER_FULL);
    }
  }

  private final class Reading {
    private final SortedMap<NodeId, GatewayOffer> found = new TreeMap<>();
    private final Runnable done;
    private int outstanding = GatewaySlots.SLOTS;

    Reading(Runnable done) {
      this.done = done;
    }

    void begin() {
      slots.all().forEach(slot -> overlay.dht().get(slot, records -> onSlot(slot, records)));
    }

    private void onSlot(NodeId slot, List<StoredRecord> records) {
      records.forEach(record -> takeIn(slot, record));
      outstanding--;
      if (outstanding == 0) {
        isReading = false;
        replaceBy(found);
        done.run();
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
                offer -> found.put(publisher, offer),
                () -> engine.counters().increment(GatewayCounter.DROPPED_OFFER_MALFORMED));
      }
    }
  }
}
