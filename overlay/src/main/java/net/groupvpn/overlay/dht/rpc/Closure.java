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
 * one. A single namer can make the look-up ask a few nodes that do not exist; the wait for each is
 * at most {@link Lookup#PATIENCE_NANOS}, and for all of them, one after the other, at most {@link
 * Lookup#HEARSAY_NANOS}. Whatever a namer says of others, it pays with its own share.
 *
 * <p>A unit can have all seats. So its eight closest nodes are asked, not the eight that this node
 * happens to know first: each answer may name closer ones.
 */
final class Closure {
  /** Nodes asked in total. */
  static final int MAX_ASKED = 96;

  /**
   * Nodes being asked, or asked in vain or under a wrong unit, on the word of one unit alone, when
   * a committee is looked for.
   */
  static final int MAX_ASKED_FOR_ONE = 8;

  /**
   * Nodes asked at one unit's cost: several steps towards the key, but few enough to leave room for
   * others.
   */
  static final int MAX_ASKED_OF_ONE = 24;

  /** Candidates on the word of one unit alone, when a committee is looked for. */
  static final int MAX_NAMED_BY_ONE = 64;

  private enum Purpose {
    NODES,
    CLAIM,
    READING
  }

  private static final int MAX_CANDIDATES = 512;
  private static final int MAX_UNDER_WAY = 8;

  /** Stands for all namers that have not proved their identity; they share one word. */
  private static final NodeId NOBODY = NodeId.of(new byte[NodeId.BYTES]);

  private final int k;
  private final Purpose purpose;
  private final TreeMap<NodeId, Candidate> candidates;
  private final TreeSet<NodeId> answeredUnits = new TreeSet<>();
  private final Map<NodeId, Integer> askedFor = new HashMap<>();
  private final Map<NodeId, Integer> costs = new HashMap<>();
  private int asked;
  private boolean isHearsayOver;

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

  /** Adds the nodes that {@code namer} names; an unknown namer, null, vouches for nothing. */
  void addNamed(Collection<Seat> named, @Nullable NodeId namer) {
    NodeId word = namer == null ? NOBODY : namer;
    int most = isProved() ? MAX_NAMED_BY_ONE : MAX_CANDIDATES;
    long onItsWord = candidates.values().stream().filter(c -> isWordOf(c, word)).count();
    for (Seat seat : named) {
      Candidate candidate = candidates.get(seat.node());
      if (candidate == null && candidates.size() < MAX_CANDIDATES && onItsWord < most) {
        candidate = new Candidate(seat.node());
        candidates.put(seat.node(), candidate);
        onItsWord++;
      }
      if (candidate != null && namer != null) {
        candidate.vouchers.putIfAbsent(namer, seat.unit());
      }
    }
  }

  void answered(Seat seat, Collection<Seat> named) {
    Candidate candidate = candidates.computeIfAbsent(seat.node(), Candidate::new);
    NodeId namer = candidate.askedFor;
    if (namer != null) {
      candidate.askedFor = null;
      if (candidate.vouchers.getOrDefault(namer, seat.unit()).equals(seat.unit())) {
        // It exists, and its unit is the named one: its namer may name another one.
        askedFor.merge(namer, -1, Integer::sum);
      }
    }
    candidate.answered(seat.unit());
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

  /** From now on, nodes that one unit alone names are neither asked nor waited for. */
  void endHearsay() {
    isHearsayOver = true;
  }

  /** The next node to ask, now marked as asked; null if there is none for now. */
  @Nullable NodeId next() {
    if (asked >= MAX_ASKED) {
      return null;
    }
    List<Candidate> prefix = prefix();
    long underWay =
        prefix.stream().filter(c -> c.state == State.ASKED && !c.isLate && !isHearsay(c)).count();
    for (Candidate candidate : prefix) {
      if (candidate.state == State.UNASKED && mayAsk(candidate, underWay)) {
        ask(candidate);
        return candidate.node;
      }
    }
    return null;
  }

  private void ask(Candidate candidate) {
    NodeId payer = payerOf(candidate);
    candidate.state = State.ASKED;
    asked++;
    if (payer != null) {
      costs.merge(payer, 1, Integer::sum);
    }
    if (isHearsay(candidate)) {
      candidate.askedFor = namerOf(candidate);
      askedFor.merge(candidate.askedFor, 1, Integer::sum);
    }
  }

  /** Candidates that one unit alone has named delay nobody, because they might fill every place. */
  private boolean mayAsk(Candidate candidate, long underWay) {
    NodeId payer = payerOf(candidate);
    if (isUnitFull(candidate) || (payer != null && count(costs, payer) >= MAX_ASKED_OF_ONE)) {
      return false;
    }
    int most = isProved() ? MAX_ASKED_FOR_ONE : Neighbours.MAX_SEATS;
    return isHearsay(candidate)
        ? count(askedFor, namerOf(candidate)) < most && (!isHearsayOver || counts(candidate))
        : underWay < MAX_UNDER_WAY;
  }

  /** Its only namer, otherwise its unit; null if namers disagree about that. */
  private static @Nullable NodeId payerOf(Candidate candidate) {
    return isHearsay(candidate) ? namerOf(candidate) : candidate.supposedUnit();
  }

  private static int count(Map<NodeId, Integer> counts, NodeId unit) {
    return counts.getOrDefault(unit, 0);
  }

  /** Whether one unit at most names it, and this node has not seen its certificate. */
  private static boolean isHearsay(Candidate candidate) {
    return candidate.unit == null && candidate.vouchers.size() <= 1;
  }

  private static NodeId namerOf(Candidate hearsay) {
    return hearsay.vouchers.isEmpty() ? NOBODY : hearsay.vouchers.keySet().iterator().next();
  }

  private static boolean isWordOf(Candidate candidate, NodeId namer) {
    return isHearsay(candidate) && namerOf(candidate).equals(namer);
  }

  /** Whether its unit has as many closer nodes, all proved, as a unit can have seats. */
  private boolean isUnitFull(Candidate candidate) {
    NodeId unit = candidate.supposedUnit();
    if (unit == null) {
      return false;
    }
    long closer =
        candidates.headMap(candidate.node).values().stream()
            .filter(other -> other.isProved() && Objects.equals(unit, other.unit))
            .count();
    return closer >= Committee.SEATS;
  }

  /** Whether there is nobody left to wait for; true also if nobody may be asked any more. */
  boolean isClosed() {
    for (Candidate candidate : prefix()) {
      boolean isAwaited = candidate.state == State.ASKED && isWaitedFor(candidate);
      boolean isNext =
          candidate.state == State.UNASKED && asked < MAX_ASKED && mayAsk(candidate, 0);
      if (isAwaited || isNext) {
        return false;
      }
    }
    return true;
  }

  private boolean isWaitedFor(Candidate candidate) {
    boolean isOver = candidate.isLate || (isHearsayOver && isHearsay(candidate));
    return !isOver || !isLeftBehind(candidate);
  }

  /**
   * Whether nobody waits for it when its time is over: it does not count, or need not answer to
   * count.
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
    return candidate.unitIfSilent(answeredUnits.size()) != null;
  }

  LookupResult result(NodeId key) {
    List<NodeId> answered = new ArrayList<>();
    List<Seat> seats = new ArrayList<>();
    for (Candidate candidate : prefix()) {
      NodeId unit =
          candidate.isAnswered() ? candidate.unit : candidate.unitIfSilent(answeredUnits.size());
      if (unit != null && candidate.state != State.UNASKED) {
        seats.add(new Seat(candidate.node, unit));
      }
      if (candidate.isAnswered()) {
        answered.add(candidate.node);
      }
    }
    return new LookupResult(Committee.of(key, seats), answered);
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
