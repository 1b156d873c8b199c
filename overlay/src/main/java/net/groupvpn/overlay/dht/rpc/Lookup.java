package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes closest to a key: whoever CLOSEST reaches names its k closest, these are asked in
 * turn, until nobody new is named. If CLOSEST stays unanswered, this node's own view is the start.
 */
public final class Lookup {
  private static final int PARALLEL = 8;

  /** The closest node may have died: then this node's own view is where the lookup begins. */
  private static final long HURRY_NANOS = 500_000_000L;

  private static final long GIVE_UP_NANOS = 12_000_000_000L;

  private record Report(NodeId from, List<NodeId> nodes) {}

  private final DhtContext context;
  private final byte[] body;
  private final NodeId key;
  private final Closure closure;
  private final Consumer<LookupResult> done;
  private int inFlight;
  private boolean finished;

  private Lookup(DhtContext context, NodeId key, Consumer<LookupResult> done) {
    this.context = context;
    this.key = key;
    this.body = key.toBytes();
    this.closure = new Closure(key, Dht.REPLICAS);
    this.done = done;
  }

  /** Starts one; {@code done} comes later, once. */
  public static void start(DhtContext context, NodeId key, Consumer<LookupResult> done) {
    Lookup lookup = new Lookup(context, key, done);
    context
        .engine()
        .setTimer(TimerName.LOOKUP_GIVE_UP, lookup, GIVE_UP_NANOS, now -> lookup.finish());
    context
        .engine()
        .setTimer(TimerName.LOOKUP_HURRY, lookup, HURRY_NANOS, now -> lookup.beginHere());
    context.rpc().askClosest(key, DhtOp.FIND, lookup.body, Lookup::parse, lookup::onFirst);
  }

  /** Answers FIND requests from this node's view. */
  public static void serve(DhtContext context) {
    context
        .rpc()
        .serve(
            DhtOp.FIND,
            (request, reader) -> {
              NodeId key = reader.nodeId();
              reader.end();
              List<NodeId> view = ownReport(context, key);
              WireWriter answer = new WireWriter().u8(view.size());
              view.forEach(answer::nodeId);
              request.respond(answer.toBytes());
            });
  }

  /** A node that has not joined is no replica yet. */
  private static List<NodeId> ownReport(DhtContext context, NodeId key) {
    List<NodeId> view = context.view(key);
    return context.messenger().isJoined()
        ? view
        : view.stream().filter(node -> !node.equals(context.self())).toList();
  }

  private static Report parse(Rpc.Response response) throws WireException {
    WireReader reader = response.body();
    int count = reader.count(Dht.REPLICAS);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(reader.nodeId());
    }
    reader.end();
    return new Report(response.from(), nodes);
  }

  private void beginHere() {
    closure.addAll(context.view(key));
    proceed();
  }

  private void onFirst(@Nullable Report report) {
    context.engine().cancelTimer(TimerName.LOOKUP_HURRY, this);
    if (report != null && report.nodes.contains(report.from)) {
      closure.answered(report.from, report.nodes);
    } else {
      closure.addAll(report == null ? context.view(key) : report.nodes);
    }
    proceed();
  }

  private void proceed() {
    if (finished) {
      return;
    }
    NodeId next;
    while (inFlight < PARALLEL && (next = closure.next()) != null) {
      ask(next);
    }
    if (closure.isClosed()) {
      finish();
    }
  }

  private void ask(NodeId node) {
    inFlight++;
    context
        .rpc()
        .<Report>ask(
            node,
            DhtOp.FIND,
            body,
            Lookup::parse,
            report -> {
              inFlight--;
              if (report != null) {
                closure.answered(node, report.nodes);
              } else {
                closure.silent(node);
              }
              proceed();
            });
  }

  private void finish() {
    if (!finished) {
      finished = true;
      context.engine().cancelTimer(TimerName.LOOKUP_GIVE_UP, this);
      context.engine().cancelTimer(TimerName.LOOKUP_HURRY, this);
      done.accept(closure.result());
    }
  }
}
