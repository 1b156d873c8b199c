package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.overlay.dht.rpc.Candidate.State;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one look-up and their states. Decides whom to ask next, when the responders'
 * lists name no new node among the closest, and who the committee is.
 *
 * <p>A list may be invented. So a node that answers counts, by its own certificate. A silent node
 * counts only if this node has a session with it, or if most of the answering units claim to have
 * one. A single namer can make the look-up ask a few nodes that do not exist; the wait for these is
 * at most {@link Lookup#PATIENCE_NANOS}.
 *
 * <p>A unit can have all seats. So its eight closest nodes are asked, not the eight that this node
 * happens to know first: each answer may name closer ones.
 */
final class Closure {
  /** Nodes asked in total. */
  static final int MAX_ASKED = 96;

  /**
   * Nodes being asked, or asked in vain, on the word of one unit alone, when a committee is looked
   * for.
   */
  static final int MAX_ASKED_FOR_ONE = 8;

  /**
   * Nodes asked of one unit: several steps towards the key, but few enough to leave room for
   * others.
   */
  static final int MAX_ASKED_OF_ONE = 24;

  private enum Purpose {
    NODES,
    CLAIM,
    READING
  }

  private static final int MAX_CANDIDATES = 512;
  private static final int MAX_UNDER_WAY = 8;

  private final int k;
  private final Purpose purpose;
  private final TreeMap<NodeId, Candidate> candidates;
  private final TreeSet<NodeId> answeredUnits = new TreeSet<>();
  private final Map<NodeId, Integer> askedFor = new HashMap<>();
  private final Map<NodeId, Integer> askedOf = new HashMap<>();
  private int asked;

  private Closure(NodeId key, int k, Purpose purpose) {
    this.k = k;
    this.purpose = purpose;
    this.candidates = new TreeMap<>(key.byDistance());
  }

  /** For the {@code k} nodes closest to {@code key}. */
  static Closure ofNodes(NodeId key, int k) {
    return new Closure(key, k, Purpose.NODES);
  }

  /** For the committee that a lease is claimed from. */
  static Closure ofClaim(NodeId key, int k) {
    return new Closure(key, k, Purpose.CLAIM);
  }

  /** For the committee that is asked about a lease. */
  static Closure ofReading(NodeId key, int k) {
    return new Closure(key, k, Purpose.READING);
  }

  /** Whether nodes must show who they are. */
  boolean isProved() {
    return purpose != Purpose.NODES;
  }

  /** Adds this node, and the nodes with which it has a session. */
  void addKnown(Collection<Seat> known) {
    for (Seat seat : known) {
      candidates.computeIfAbsent(seat.node(), Candidate::new).know(seat.unit());
    }
  }

  /**
   * A candidate that one unit alone has named has places of its own, because such candidates might
   * fill every place.
   */
  void addNamed(Collection<Seat> named, @Nullable NodeId namer) {
    for (Seat seat : named) {
      Candidate candidate = candidates.get(seat.node());
      if (candidate == null && candidates.size() < MAX_CANDIDATES) {
        candidate = new Candidate(seat.node());
        candidates.put(seat.node(), candidate);
      }
      if (candidate != null) {
        candidate.name(seat.unit());
        if (namer != null) {
          candidate.vouchers.add(namer);
        }
      }
    }
  }

  void answered(Seat seat, Collection<Seat> named) {
    Candidate candidate = candidates.computeIfAbsent(seat.node(), Candidate::new);
    candidate.answered(seat.unit());
    NodeId namer = candidate.askedFor;
    if (namer != null) {
      // It exists: its namer may name another one.
      askedFor.merge(namer, -1, Integer::sum);
      candidate.askedFor = null;
    }
    answeredUnits.add(seat.unit());
    addNamed(named, seat.unit());
  }

  void silent(NodeId node) {
    Candidate candidate = candidates.get(node);
    if (candidate != null && !candidate.isAnswered()) {
      candidate.state = State.SILENT;
    }
  }

  /** {@code node} has had enough time to answer, if it exists. */
  void late(NodeId node) {
    Candidate candidate = candidates.get(node);
    if (candidate != null) {
      candidate.isLate = true;
    }
  }

  /** The next node to ask, now marked as asked; null if there is none for now. */
  @Nullable NodeId next() {
    if (asked >= MAX_ASKED) {
      return null;
    }
    List<Candidate> prefix = prefix();
    long underWay =
        prefix.stream()
            .filter(c -> c.state == State.ASKED && !c.isLate && !isOneUnitsWord(c))
            .count();
    for (Candidate candidate : prefix) {
      if (candidate.state == State.UNASKED && mayAsk(candidate, underWay)) {
        ask(candidate);
        return candidate.node;
      }
    }
    return null;
  }

  private void ask(Candidate candidate) {
    candidate.state = State.ASKED;
    asked++;
    if (candidate.unit != null) {
      askedOf.merge(candidate.unit, 1, Integer::sum);
    }
    if (isOneUnitsWord(candidate)) {
      candidate.askedFor = candidate.vouchers.iterator().next();
      askedFor.merge(candidate.askedFor, 1, Integer::sum);
    }
  }

  /** Candidates that one unit alone has named delay nobody, because they might fill every place. */
  private boolean mayAsk(Candidate candidate, long underWay) {
    if (isOneUnitsWord(candidate)) {
      NodeId namer = candidate.vouchers.iterator().next();
      int most = isProved() ? MAX_ASKED_FOR_ONE : Neighbours.MAX_SEATS;
      return askedFor.getOrDefault(namer, 0) < most && !isUnitFull(candidate);
    }
    return underWay < MAX_UNDER_WAY && !isUnitFull(candidate);
  }

  private static boolean isOneUnitsWord(Candidate candidate) {
    return !candidate.isKnown && candidate.vouchers.size() == 1;
  }

  /** Whether its unit has as many closer nodes as a unit can have seats, or was asked enough. */
  private boolean isUnitFull(Candidate candidate) {
    NodeId unit = candidate.unit;
    if (unit == null) {
      return false;
    }
    long closer =
        candidates.headMap(candidate.node).values().stream()
            .filter(other -> Objects.equals(unit, other.unit))
            .filter(other -> other.state == State.ASKED || other.isAnswered())
            .count();
    return closer >= Committee.SEATS || askedOf.getOrDefault(unit, 0) >= MAX_ASKED_OF_ONE;
  }

  /** Whether there is nobody left to wait for; true also if nobody may be asked any more. */
  boolean isClosed() {
    for (Candidate candidate : prefix()) {
      boolean isAwaited =
          candidate.state == State.ASKED && !(candidate.isLate && isLeftBehind(candidate));
      boolean isNext =
          candidate.state == State.UNASKED && asked < MAX_ASKED && mayAsk(candidate, 0);
      if (isAwaited || isNext) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether nobody waits for it when it is late: it does not count, or need not answer to count.
   */
  private boolean isLeftBehind(Candidate candidate) {
    return purpose == Purpose.READING || !counts(candidate);
  }

  /** Whether enough units have answered for the committee. */
  boolean isFull() {
    return answeredUnits.size() >= k;
  }

  /** Whether it takes part if it stays silent. */
  private boolean counts(Candidate candidate) {
    return candidate.isKnown || 2 * candidate.vouchers.size() > answeredUnits.size();
  }

  LookupResult result(NodeId key) {
    List<NodeId> answered = new ArrayList<>();
    List<Seat> seats = new ArrayList<>();
    for (Candidate candidate : prefix()) {
      NodeId unit = candidate.unit;
      if (unit != null && (candidate.isAnswered() || (wasAsked(candidate) && counts(candidate)))) {
        seats.add(new Seat(candidate.node, unit));
      }
      if (candidate.isAnswered()) {
        answered.add(candidate.node);
      }
    }
    return new LookupResult(Committee.of(key, seats), answered);
  }

  private static boolean wasAsked(Candidate candidate) {
    return candidate.state == State.ASKED || candidate.state == State.SILENT;
  }

  /** The candidates from the closest one to the first one of the k-th answering unit. */
  private List<Candidate> prefix() {
    List<Candidate> prefix = new ArrayList<>();
    TreeSet<NodeId> units = new TreeSet<>();
    for (Candidate candidate : candidates.values()) {
      if (units.size() >= k) {
        break;
      }
      prefix.add(candidate);
      if (candidate.isAnswered() && candidate.unit != null) {
        units.add(candidate.unit);
      }
    }
    return prefix;
  }
}
