package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way that frames for a node take, as traceroute does: each TRACE frame goes one hop
 * farther, and the node where its hops run out answers with its links. Answers are no longer than
 * requests, because the source of a frame is only a claim, and are limited per source.
 */
public final class Tracer {
  /** Most hops of a trace. */
  public static final int MAX_HOPS = HopList.MAX_HOPS;

  /** Most traces under way at once. */
  static final int MAX_TRACES = 4;

  /** Answers per second to one source. */
  static final int ANSWERS_PER_SECOND = 32;

  /** Requests are padded to this length, bytes. */
  static final int REQUEST_BYTES = 1_200;

  /** Silent hops in a row that end the trace. */
  static final int MAX_SILENT = 2;

  private static final int MAX_TRIES = 3;
  private static final long WAIT_NANOS = 1_500_000_000L;
  private static final int MAX_SOURCES = 256;

  private final Engine engine;
  private final Router router;
  private final Supplier<TraceHop> own;
  private final Map<Long, Trace> traces = new HashMap<>();
  private final RateLimiter<NodeId> perSource =
      new RateLimiter<>(ANSWERS_PER_SECOND, ANSWERS_PER_SECOND, MAX_SOURCES);

  private static final class Trace {
    private final NodeId target;
    private final Consumer<List<@Nullable TraceHop>> done;
    private final List<@Nullable TraceHop> hops = new ArrayList<>();
    private long token;
    private long sentNanos;
    private int tries;
    private int silent;

    private Trace(NodeId target, Consumer<List<@Nullable TraceHop>> done) {
      this.target = target;
      this.done = done;
    }
  }

  /**
   * Makes a tracer that answers from now on; {@code own} supplies what it tells about this node.
   */
  public Tracer(Engine engine, Router router, Supplier<TraceHop> own) {
    this.engine = engine;
    this.router = router;
    this.own = own;
    router.handle(PayloadKind.TRACE, (source, target, payload) -> onRequest(source, payload));
    router.handle(
        PayloadKind.TRACE_ANSWER, (source, target, payload) -> onAnswer(source.node(), payload));
  }

  /**
   * Traces the way to {@code target}. {@code done} gets the hops in order; the last is the target
   * if it was reached; silent hops are null.
   *
   * @return false if too many are under way
   */
  public boolean trace(NodeId target, Consumer<List<@Nullable TraceHop>> done) {
    if (traces.size() >= MAX_TRACES || target.equals(router.self())) {
      return false;
    }
    next(new Trace(target, done));
    return true;
  }

  private void next(Trace trace) {
    trace.tries = 0;
    send(trace);
  }

  private void send(Trace trace) {
    trace.token = engine.random().nextLong();
    trace.sentNanos = engine.now().bootNanos();
    trace.tries++;
    traces.put(trace.token, trace);
    engine.setTimer(TimerName.TRACE, trace, WAIT_NANOS, now -> onSilence(trace));
    byte[] request = Arrays.copyOf(new WireWriter().i64(trace.token).toBytes(), REQUEST_BYTES);
    router.sendTrace(trace.target, trace.hops.size() + 1, request);
  }

  private void onSilence(Trace trace) {
    traces.remove(trace.token);
    if (trace.tries < MAX_TRIES) {
      send(trace);
      return;
    }
    trace.silent++;
    trace.hops.add(null);
    proceed(trace);
  }

  private void proceed(Trace trace) {
    TraceHop last = trace.hops.get(trace.hops.size() - 1);
    boolean reached = last != null && last.node().equals(trace.target);
    if (reached || trace.silent == MAX_SILENT || trace.hops.size() == MAX_HOPS) {
      trace.done.accept(trace.hops);
    } else {
      next(trace);
    }
  }

  private void onRequest(OverlayPath source, byte[] payload) {
    if (!perSource.tryAcquire(source.node(), engine.now().bootNanos())) {
      engine.counters().increment(OverlayCounter.DROPPED_TRACE_RATE);
      return;
    }
    try {
      long token = new WireReader(payload).i64();
      WireWriter out = new WireWriter().i64(token);
      own.get().write(out);
      byte[] answer = out.toBytes();
      if (answer.length > payload.length) {
        engine.counters().increment(OverlayCounter.DROPPED_TRACE_TOO_SHORT);
      } else {
        router.sendExact(source, PayloadKind.TRACE_ANSWER, answer);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_TRACE_MALFORMED);
    }
  }

  private void onAnswer(NodeId from, byte[] payload) {
    try {
      WireReader in = new WireReader(payload);
      Trace trace = traces.get(in.i64());
      if (trace == null) {
        engine.counters().increment(OverlayCounter.DROPPED_TRACE_UNEXPECTED);
        return;
      }
      TraceHop hop = TraceHop.read(from, engine.now().bootNanos() - trace.sentNanos, in);
      traces.remove(trace.token);
      engine.cancelTimer(TimerName.TRACE, trace);
      trace.silent = 0;
      trace.hops.add(hop);
      proceed(trace);
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_TRACE_MALFORMED);
    }
  }
}
