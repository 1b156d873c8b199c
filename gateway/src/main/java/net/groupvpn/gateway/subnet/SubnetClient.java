package net.groupvpn.gateway.subnet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.groupvpn.gateway.offers.OfferBook;
import net.groupvpn.gateway.offers.OfferSlots;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * A member's view of the networks behind others, and its own announcement. A network that it
 * accepts is reached through the machine used before while there is a session with it, else through
 * the first one with a session. A few of them are tried at a time, and one more is kept connected,
 * to take over. Engine thread only.
 */
public final class SubnetClient implements Overlay.Listener {
  /** Between readings. */
  static final long READ_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** ... at first, as long as nothing is known. */
  static final long FIRST_READ_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int FIRST_READS = 6;

  /** How long an announcement outlives a machine that was killed. */
  static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Most networks that are accepted: the first by prefix. */
  public static final int MAX_ACCEPTED = 64;

  /**
   * One network.
   *
   * @param by the machines that announce it, by node ID
   * @param via the one in use; null while there is no session with any, or it is not accepted
   */
  public record Entry(
      AddressRange prefix, List<NodeId> by, @Nullable NodeId via, boolean isAccepted) {
    public Entry {
      by = List.copyOf(by);
    }
  }

  private final Overlay overlay;
  private final Engine engine;
  private final OfferBook<SubnetOffer> book;
  private final SubnetRights rights;
  private final OfferSlots slots;
  private final Predicate<AddressRange> isAccepted;
  private final Consumer<List<Entry>> listener;
  private final Map<AddressRange, NodeId> used = new LinkedHashMap<>();
  private List<Entry> told = List.of();
  private boolean hasAnnounced;
  private int reads;

  /**
   * Does nothing yet.
   *
   * @param isAccepted which networks this member wants to reach
   * @param listener told all networks whenever one of them has changed
   */
  public SubnetClient(
      Overlay overlay,
      Engine engine,
      String groupIdHex,
      SubnetRights rights,
      Predicate<AddressRange> isAccepted,
      Consumer<List<Entry>> listener) {
    this.overlay = overlay;
    this.engine = engine;
    this.book = SubnetOffers.book(overlay, engine, groupIdHex, rights);
    this.rights = rights;
    this.slots = SubnetOffers.slots(groupIdHex);
    this.isAccepted = isAccepted;
    this.listener = listener;
    overlay.addListener(this);
  }

  /** Reads from now on, again and again. */
  public void start() {
    read();
  }

  /** Reads once, for somebody who wants to see what there is; {@code done} comes later. */
  public void look(Consumer<List<Entry>> done) {
    book.read(
        () -> {
          choose();
          done.accept(told);
        });
  }

  /**
   * Announces these from now on. That there are none any more is announced, too: a record that is
   * only missing may be out of reach, and is kept for some readings.
   */
  public void announce(List<AddressRange> prefixes) {
    NodeId slot = slots.of(overlay.self());
    hasAnnounced |= !prefixes.isEmpty();
    if (hasAnnounced) {
      overlay.dht().put(slot, new SubnetOffer(prefixes).encode(), TTL_NANOS, replicas -> {});
    } else {
      overlay.dht().remove(slot); // Of an earlier run, perhaps.
    }
  }

  /** The policy may have changed. */
  public void lookAgain() {
    choose();
  }

  /** All networks, by prefix. */
  public List<Entry> entries() {
    return told;
  }

  private void read() {
    reads++;
    book.read(this::onRead);
    boolean isSoon = told.isEmpty() && reads <= FIRST_READS;
    long delayNanos = isSoon ? FIRST_READ_NANOS : READ_NANOS;
    engine.setTimer(TimerName.SUBNETS, this, delayNanos, now -> read());
  }

  private void onRead() {
    choose();
    keepReady();
  }

  /** An idle session ends, but that of the machine in use and of the one that is to take over. */
  private void keepReady() {
    for (Entry entry : told) {
      NodeId via = entry.via();
      if (via != null) {
        overlay.connect(via);
        NodeId standby =
            SubnetTries.standby(entry.by(), via, each -> overlay.session(each) != null, reads);
        if (standby != null) {
          overlay.connect(standby);
        }
      }
    }
  }

  @Override
  public void onSessionUp(SessionView session) {
    choose();
  }

  @Override
  public void onSessionDown(SessionView session) {
    choose();
  }

  private void choose() {
    Map<AddressRange, List<NodeId>> announced = byPrefix();
    used.keySet().retainAll(announced.keySet());
    List<Entry> entries = new ArrayList<>();
    int accepted = 0;
    for (Map.Entry<AddressRange, List<NodeId>> each : announced.entrySet()) {
      boolean isWanted = accepted < MAX_ACCEPTED && isAccepted.test(each.getKey());
      accepted += isWanted ? 1 : 0;
      NodeId via = isWanted ? via(each.getKey(), each.getValue()) : null;
      entries.add(new Entry(each.getKey(), each.getValue(), via, isWanted));
    }
    if (!entries.equals(told)) {
      told = List.copyOf(entries);
      listener.accept(told);
    }
  }

  /** In order, so that what is accepted does not depend on who was read first. */
  private Map<AddressRange, List<NodeId>> byPrefix() {
    SortedMap<String, AddressRange> texts = new TreeMap<>();
    Map<AddressRange, List<NodeId>> announced = new HashMap<>();
    book.offers()
        .forEach(
            (node, offer) -> {
              if (!node.equals(overlay.self())) {
                for (AddressRange prefix : SubnetOffers.allowed(offer, rights)) {
                  texts.put(prefix.toString(), prefix);
                  announced.computeIfAbsent(prefix, key -> new ArrayList<>()).add(node);
                }
              }
            });
    Map<AddressRange, List<NodeId>> inOrder = new LinkedHashMap<>();
    texts.values().forEach(each -> inOrder.put(each, announced.getOrDefault(each, List.of())));
    return inOrder;
  }

  private @Nullable NodeId via(AddressRange prefix, List<NodeId> by) {
    NodeId before = used.get(prefix);
    if (before != null && by.contains(before) && overlay.session(before) != null) {
      return before;
    }
    SubnetTries.tried(by, reads).forEach(this::connect);
    NodeId next =
        by.stream().filter(node -> overlay.session(node) != null).findFirst().orElse(null);
    if (next == null) {
      used.remove(prefix);
    } else {
      used.put(prefix, next);
    }
    return next;
  }

  private void connect(NodeId node) {
    if (overlay.session(node) == null) {
      overlay.connect(node);
    }
  }
}
