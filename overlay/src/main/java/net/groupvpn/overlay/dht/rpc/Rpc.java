package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Requests with 64-bit random IDs, retried with growing time-outs under the same ID. A malformed
 * answer, or one from another node, is dropped, and the request keeps waiting. Requests to this
 * node itself pass through the same codec, without the network.
 */
public final class Rpc {
  /** Most requests under way; more wait. */
  public static final int MAX_IN_FLIGHT = 256;

  /** Most waiting requests; more fail at once. */
  public static final int MAX_QUEUED = 4_096;

  private static final long[] TIMEOUT_NANOS = {700_000_000L, 1_000_000_000L, 1_400_000_000L};

  /** Reads one kind of answer. */
  public interface Parser<T> {
    /** Throws unless {@code response} is well-formed. */
    T parse(Response response) throws WireException;
  }

  /**
   * An answer as it arrived.
   *
   * @param from whose answer it claims to be
   * @param isStraight whether it came in the session of that node, which proves the claim
   */
  public record Response(NodeId from, boolean isStraight, long requestId, WireReader body) {}

  private final class Pending<T> {
    final long id;
    final @Nullable NodeId exact;
    final NodeId target;
    final DhtOp op;
    final byte[] body;
    final Parser<T> parser;
    final Consumer<@Nullable T> done;
    int attempts;

    Pending(
        @Nullable NodeId exact,
        NodeId target,
        DhtOp op,
        byte[] body,
        Parser<T> parser,
        Consumer<@Nullable T> done) {
      this.id = engine.random().nextLong();
      this.exact = exact;
      this.target = target;
      this.op = op;
      this.body = body;
      this.parser = parser;
      this.done = done;
    }

    byte[] payload() {
      return new WireWriter().i64(id).code(op).fixed(body).toBytes();
    }

    /**
     * For a node that may be a stranger to this one, and answers with no more bytes than it
     * received.
     */
    byte[] padded() {
      WireWriter out = new WireWriter().i64(id).u8(op.code() | RequestDesk.PADDED);
      byte[] bare = out.variable(body).toBytes();
      return Arrays.copyOf(bare, Math.max(bare.length, op.requestBytes(attempts)));
    }

    void accept(NodeId from, boolean isStraight, WireReader body) throws WireException {
      if (exact != null && !exact.equals(from)) {
        engine.counters().increment(OverlayCounter.DROPPED_DHT_RESPONSE_SENDER);
        return;
      }
      T answer = parser.parse(new Response(from, isStraight, id, body));
      finish(this);
      done.accept(answer);
    }

    void fail() {
      finish(this);
      done.accept(null);
    }
  }

  private final Engine engine;
  private final Messenger messenger;
  private final RequestDesk desk;
  private final Map<Long, Pending<?>> inFlight = new HashMap<>();
  private final Deque<Pending<?>> queued = new ArrayDeque<>();

  /** Takes over both DHT payload kinds of {@code messenger}. */
  public Rpc(Engine engine, Messenger messenger) {
    this.engine = engine;
    this.messenger = messenger;
    this.desk = new RequestDesk(engine, this::isAcquainted, this::sendResponse);
    messenger.handleCarried(
        PayloadKind.DHT_REQUEST,
        (source, target, carrier, payload) ->
            desk.onRequest(source, carrier.equals(messenger.self()) ? null : carrier, payload));
    messenger.handleCarried(
        PayloadKind.DHT_RESPONSE,
        (source, target, carrier, payload) ->
            onResponse(source.node(), carrier.equals(source.node()), payload));
  }

  /** Sets the handler of an operation; once per operation. */
  public void serve(DhtOp op, RequestDesk.Handler handler) {
    desk.serve(op, handler);
  }

  /** Asks one node; {@code done} gets null when it stays silent. */
  public <T> void ask(
      NodeId node, DhtOp op, byte[] body, Parser<T> parser, Consumer<@Nullable T> done) {
    submit(new Pending<>(node, node, op, body, parser, done));
  }

  /** Asks the node closest to {@code key}, which may be this node. */
  public <T> void askClosest(
      NodeId key, DhtOp op, byte[] body, Parser<T> parser, Consumer<@Nullable T> done) {
    submit(new Pending<>(null, key, op, body, parser, done));
  }

  private void submit(Pending<?> pending) {
    if (inFlight.size() < MAX_IN_FLIGHT) {
      inFlight.put(pending.id, pending);
      send(pending);
    } else if (queued.size() < MAX_QUEUED) {
      queued.add(pending);
    } else {
      engine.counters().increment(OverlayCounter.DROPPED_DHT_REQUEST_QUEUE);
      engine.setTimer(TimerName.RPC_LOCAL, pending, 0, now -> pending.done.accept(null));
    }
  }

  private void send(Pending<?> pending) {
    long timeoutNanos = TIMEOUT_NANOS[pending.attempts++];
    engine.setTimer(TimerName.RPC_RETRY, pending, timeoutNanos, now -> onTimeout(pending));
    if (isForSelf(pending)) {
      OverlayPath self = new OverlayPath(messenger.self(), null);
      engine.setTimer(
          TimerName.RPC_LOCAL, pending, 0, now -> desk.onRequest(self, null, pending.payload()));
    } else if (pending.exact != null) {
      messenger.sendExact(
          new OverlayPath(pending.exact, null),
          PayloadKind.DHT_REQUEST,
          messenger.isAcquainted(pending.exact) ? pending.payload() : pending.padded());
    } else {
      messenger.sendClosest(pending.target, PayloadKind.DHT_REQUEST, pending.padded());
    }
  }

  private boolean isAcquainted(NodeId node) {
    return node.equals(messenger.self()) || messenger.isAcquainted(node);
  }

  private boolean isForSelf(Pending<?> pending) {
    return pending.exact != null
        ? pending.exact.equals(messenger.self())
        : messenger.closestKnown(pending.target, 1).equals(List.of(messenger.self()));
  }

  private void onTimeout(Pending<?> pending) {
    if (pending.attempts < TIMEOUT_NANOS.length) {
      send(pending);
    } else {
      pending.fail();
    }
  }

  private void finish(Pending<?> pending) {
    inFlight.remove(pending.id);
    engine.cancelTimer(TimerName.RPC_RETRY, pending);
    engine.cancelTimer(TimerName.RPC_LOCAL, pending);
    Pending<?> next = queued.poll();
    if (next != null) {
      inFlight.put(next.id, next);
      send(next);
    }
  }

  private void sendResponse(OverlayPath to, byte[] payload) {
    if (to.node().equals(messenger.self())) {
      onResponse(to.node(), true, payload);
    } else {
      messenger.sendExact(to, PayloadKind.DHT_RESPONSE, payload);
    }
  }

  private void onResponse(NodeId from, boolean isStraight, byte[] payload) {
    WireReader reader = new WireReader(payload);
    try {
      Pending<?> pending = inFlight.get(reader.i64());
      if (pending == null) {
        engine.counters().increment(OverlayCounter.DROPPED_DHT_RESPONSE_UNKNOWN);
      } else {
        pending.accept(from, isStraight, reader);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_DHT_RESPONSE_MALFORMED);
    }
  }
}
