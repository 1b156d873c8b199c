package net.groupvpn.overlay.dht.rpc;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes closest to a key. The node that CLOSEST reaches names the nodes that it knows
 * there; these are asked in turn, until they name nobody new. If CLOSEST stays unanswered, or too
 * few nodes are named to decide, this node's own view is used as well.
 *
 * <p>For a lease the nodes must prove their identity: by their session with this node, or by a
 * signature. A claim waits for each node that may be a replica, because only all named nodes make
 * up the committee; a reader does not wait for late ones, and counts them as silent.
 */
public final class Lookup {
  /** How long the look-up waits for a node that only few others name. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  /** How long it waits for all the nodes that one unit alone names, one after the other. */
  static final long HEARSAY_NANOS = 3_000_000_000L;

  /** The closest node may have died: then the look-up starts from this node's own view. */
  private static final long HURRY_NANOS = 500_000_000L;

  private static final long GIVE_UP_NANOS = 12_000_000_000L;

  /** A node with fewer sessions than this has sessions with all nodes. */
  private static final int KNOWS_ALL_NODES = 2 * Dht.REPLICAS;

  /** {@code isStraight} as {@link Rpc.Response#isStraight}. */
  private record Report(NodeId from, boolean isStraight, Neighbours named) {}

  private record Proof(NodeId from, Signed signed, Neighbours named) {}

  private record Asked(Lookup lookup, NodeId node) {}

  private final DhtContext context;
  private final byte[] body;
  private final NodeId key;
  private final boolean isProved;
  private final Closure closure;
  private final Consumer<LookupResult> done;
  private boolean hasOwnView;
  private boolean finished;

  private Lookup(DhtContext context, Closure closure, NodeId key, Consumer<LookupResult> done) {
    this.context = context;
    this.closure = closure;
    this.key = key;
    this.body = key.toBytes();
    this.isProved = closure.isProved();
    this.done = done;
  }

  /** Finds the closest nodes, as they claim; {@code done} follows later, once. */
  public static void start(DhtContext context, NodeId key, Consumer<LookupResult> done) {
    new Lookup(context, Closure.ofNodes(key, Dht.REPLICAS), key, done).begin();
  }

  /** Finds the committee of a lease in order to claim it; {@code done} follows later, once. */
  public static void startToClaim(DhtContext context, NodeId key, Consumer<LookupResult> done) {
    new Lookup(context, Closure.ofClaim(key, Dht.REPLICAS), key, done).begin();
  }

  /** Finds the committee of a lease in order to read it; {@code done} follows later, once. */
  public static void startToRead(DhtContext context, NodeId key, Consumer<LookupResult> done) {
    new Lookup(context, Closure.ofReading(key, Dht.REPLICAS), key, done).begin();
  }

  /** Answers FIND and FIND_PROVED requests from this node's view. */
  public static void serve(DhtContext context) {
    context
        .rpc()
        .serve(
            DhtOp.FIND,
            (request, reader) -> {
              NodeId key = reader.nodeId();
              reader.end();
              WireWriter answer = new WireWriter();
              ownReport(context, key).write(answer);
              request.respond(answer.toBytes());
            });
    context
        .rpc()
        .serve(
            DhtOp.FIND_PROVED,
            (request, reader) -> {
              NodeId key = reader.nodeId();
              reader.end();
              if (context.signatures().isOverloaded()) {
                request.postpone();
                return;
              }
              context
                  .signatures()
                  .sign(
                      ownReport(context, key).content(key, request.id()),
                      signed -> {
                        WireWriter answer = new WireWriter();
                        signed.write(answer);
                        request.respond(answer.toBytes());
                      });
            });
  }

  /** A node that has not joined is not yet a replica. */
  private static Neighbours ownReport(DhtContext context, NodeId key) {
    Set<NodeId> nodes = new LinkedHashSet<>(context.view(key));
    nodes.addAll(context.committee(key).nodes());
    boolean isJoined = context.messenger().isJoined();
    return new Neighbours(
        nodes.stream()
            .filter(node -> isJoined || !node.equals(context.self()))
            .map(context::seatOf)
            .toList());
  }

  private void begin() {
    setTimer(TimerName.LOOKUP_GIVE_UP, GIVE_UP_NANOS, this::finish);
    if (isProved) {
      setTimer(TimerName.LOOKUP_HEARSAY, HEARSAY_NANOS, this::endHearsay);
    }
    if (isProved && context.known(key).size() < KNOWS_ALL_NODES) {
      // In a small group this node knows everybody, and needs no guide.
      addOwnView();
      setTimer(TimerName.LOOKUP_HURRY, 0, this::proceed);
    } else {
      setTimer(TimerName.LOOKUP_HURRY, HURRY_NANOS, this::beginHere);
      context.rpc().askClosest(key, DhtOp.FIND, body, Lookup::parse, this::onFirst);
    }
  }

  private void setTimer(TimerName name, long delayNanos, Runnable action) {
    context.engine().setTimer(name, this, delayNanos, now -> action.run());
  }

  private void endHearsay() {
    closure.endHearsay();
    proceed();
  }

  private void addOwnView() {
    hasOwnView = true;
    closure.addKnown(seats(context.known(key)));
  }

  /** Where nobody need prove anything, each node speaks for itself. */
  private Collection<Seat> seats(Collection<Seat> named) {
    return isProved
        ? named
        : named.stream().map(seat -> new Seat(seat.node(), seat.node())).toList();
  }

  private static Report parse(Rpc.Response response) throws WireException {
    return new Report(response.from(), response.isStraight(), Neighbours.read(response.body()));
  }

  private Proof parseProof(Rpc.Response response) throws WireException {
    Signed signed = Signed.read(response.body());
    response.body().end();
    Neighbours named = Neighbours.ofContent(signed.content(), key, response.requestId());
    return new Proof(response.from(), signed, named);
  }

  private void beginHere() {
    addOwnView();
    proceed();
  }

  private void onFirst(@Nullable Report report) {
    context.engine().cancelTimer(TimerName.LOOKUP_HURRY, this);
    if (report == null) {
      addOwnView();
    } else {
      takeIn(report);
    }
    proceed();
  }

  /** A responder that has not joined does not name itself. */
  private void takeIn(Report report) {
    Collection<Seat> named = seats(report.named.seats());
    boolean isReplica = named.stream().anyMatch(seat -> seat.node().equals(report.from));
    if (isReplica && isBelieved(report)) {
      closure.answered(seatOf(report.from), named);
    } else {
      closure.addNamed(named, null);
    }
  }

  /** What came by way of others may be theirs, and whose node it is, only a session tells. */
  private boolean isBelieved(Report report) {
    return !isProved || (report.isStraight && context.hasSessionWith(report.from));
  }

  private Seat seatOf(NodeId node) {
    return isProved ? context.seatOf(node) : new Seat(node, node);
  }

  private void proceed() {
    if (finished) {
      return;
    }
    NodeId next;
    while ((next = closure.next()) != null) {
      ask(next);
    }
    if (closure.isClosed()) {
      if (hasOwnView || closure.isFull()) {
        finish();
      } else {
        beginHere();
      }
    }
  }

  private void ask(NodeId node) {
    if (isProved) {
      // Other look-ups must find the closest node even if it is slow, so they wait longer.
      context
          .engine()
          .setTimer(
              TimerName.LOOKUP_LATE,
              new Asked(this, node),
              PATIENCE_NANOS,
              now -> {
                closure.late(node);
                proceed();
              });
    }
    if (!isProved || context.hasSessionWith(node)) {
      context
          .rpc()
          .<Report>ask(node, DhtOp.FIND, body, Lookup::parse, report -> onReport(node, report));
    } else {
      askForProof(node);
    }
  }

  private void askForProof(NodeId node) {
    context
        .rpc()
        .<Proof>ask(node, DhtOp.FIND_PROVED, body, this::parseProof, proof -> onProof(node, proof));
  }

  private void onReport(NodeId node, @Nullable Report report) {
    if (report == null) {
      onAnswer(node, null, null);
    } else if (isBelieved(report)) {
      onAnswer(node, seatOf(node), report.named);
    } else {
      askForProof(node);
    }
  }

  private void onProof(NodeId node, @Nullable Proof proof) {
    if (proof == null) {
      onAnswer(node, null, null);
    } else {
      context.signatures().identify(proof.signed, node, seat -> onAnswer(node, seat, proof.named));
    }
  }

  private void onAnswer(NodeId node, @Nullable Seat seat, @Nullable Neighbours named) {
    context.engine().cancelTimer(TimerName.LOOKUP_LATE, new Asked(this, node));
    if (seat != null && named != null) {
      closure.answered(seat, seats(named.seats()));
    } else {
      closure.silent(node);
    }
    proceed();
  }

  private void finish() {
    if (!finished) {
      finished = true;
      context.engine().cancelTimer(TimerName.LOOKUP_GIVE_UP, this);
      context.engine().cancelTimer(TimerName.LOOKUP_HURRY, this);
      context.engine().cancelTimer(TimerName.LOOKUP_HEARSAY, this);
      done.accept(closure.result(key));
    }
  }
}
