package net.groupvpn.gateway.offers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * The group's offers of one kind, as read from all slots. What its member has no right to is left
 * out and counted, at each reading and at each look at what was read: a right that is taken away is
 * gone at once. Engine thread only.
 */
public final class OfferBook<T> {
  /** Most who wait for the reading under way; whoever comes then gets what is known. */
  public static final int MAX_WAITING = 16;

  private final Overlay overlay;
  private final Engine engine;
  private final Kind<T> kind;
  private final OfferShelf<T> shelf = new OfferShelf<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean isReading;

  /**
   * What the offers are.
   *
   * @param slots where they are published
   * @param decode reads one, perhaps a hostile one; empty if it is none
   * @param isNothing whether one offers nothing: its member withdraws what it offered before
   * @param isAllowed whether its member may make it, by the policy in force
   * @param counts what is dropped
   */
  public record Kind<T>(
      OfferSlots slots,
      Function<byte[], Optional<T>> decode,
      Predicate<T> isNothing,
      Predicate<MachineOffer<T>> isAllowed,
      Counts counts) {}

  /**
   * Counters of what is dropped.
   *
   * @param right offers without a right
   * @param slot offers under another's key
   * @param malformed what is no offer
   * @param full offers that there is no room for
   * @param waiting questions while too many wait
   */
  public record Counts(
      Counter right, Counter slot, Counter malformed, Counter full, Counter waiting) {}

  /** Reads nothing yet. */
  public OfferBook(Overlay overlay, Engine engine, Kind<T> kind) {
    this.overlay = overlay;
    this.engine = engine;
    this.kind = kind;
  }

  /** All offers of those who may make them now, by node ID. */
  public SortedMap<NodeId, MachineOffer<T>> offers() {
    SortedMap<NodeId, MachineOffer<T>> offers = shelf.all();
    offers.values().removeIf(kind.isAllowed().negate());
    return offers;
  }

  /** The same without whose they are. */
  public SortedMap<NodeId, T> contents() {
    SortedMap<NodeId, T> contents = new TreeMap<>();
    offers().forEach((node, offer) -> contents.put(node, offer.content()));
    return contents;
  }

  /** One offer of those; null if there is none. */
  public @Nullable T content(NodeId node) {
    MachineOffer<T> offer = shelf.get(node);
    return offer == null || !kind.isAllowed().test(offer) ? null : offer.content();
  }

  /**
   * Reads all slots; {@code done} comes when they have answered, or at once if nobody can be asked.
   * While a reading is under way it serves whoever asks.
   */
  public void read(Runnable done) {
    if (!overlay.isJoined()) {
      done.run();
    } else if (waiting.size() == MAX_WAITING) {
      engine.counters().increment(kind.counts().waiting());
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

  private void onRead(SortedMap<NodeId, MachineOffer<T>> found) {
    isReading = false;
    int dropped = shelf.replaceBy(found);
    for (int i = 0; i < dropped; i++) {
      engine.counters().increment(kind.counts().full());
    }
    List<Runnable> served = List.copyOf(waiting);
    waiting.clear();
    served.forEach(Runnable::run);
  }

  private final class Reading {
    private final SortedMap<NodeId, MachineOffer<T>> found = new TreeMap<>();
    private int outstanding = kind.slots().count();

    void begin() {
      kind.slots().all().forEach(slot -> overlay.dht().get(slot, got -> onSlot(slot, got)));
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
      Optional<T> content = kind.decode().apply(record.value());
      if (!kind.slots().of(publisher).equals(slot)) {
        engine.counters().increment(kind.counts().slot());
      } else if (content.isEmpty()) {
        engine.counters().increment(kind.counts().malformed());
      } else {
        judge(publisher, new MachineOffer<>(record.unit(), content.get()));
      }
    }

    /** Who offers nothing, or what it may not, has taken back what it offered before. */
    private void judge(NodeId publisher, MachineOffer<T> offer) {
      if (kind.isNothing().test(offer.content())) {
        shelf.forget(publisher);
      } else if (kind.isAllowed().test(offer)) {
        found.put(publisher, offer);
      } else {
        engine.counters().increment(kind.counts().right());
        shelf.forget(publisher);
      }
    }
  }
}
