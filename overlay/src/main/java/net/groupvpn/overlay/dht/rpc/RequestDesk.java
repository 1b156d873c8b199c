package net.groupvpn.overlay.dht.rpc;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Receives requests, hands each to its operation's handler, and remembers costly answers. The
 * source of a request is only a claim; the carrier is proved, and pays for it. A stranger gets no
 * answer longer than its request, so nobody can be flooded in a forged name.
 */
public final class RequestDesk {
  private static final int MAX_REMEMBERED = 256;
  private static final int MAX_BODY_BYTES = Messenger.MAX_PAYLOAD_BYTES;

  /** Flag in the operation's byte: the body is preceded by its length and followed by zeros. */
  static final int PADDED = 0x80;

  /** Serves one operation. */
  public interface Handler {
    /** Reads all of {@code body} before it changes anything; answers now, later or never. */
    void onRequest(Request request, WireReader body) throws WireException;
  }

  /** A request that waits for its answer. */
  public final class Request {
    private final OverlayPath from;
    private final @Nullable NodeId carrier;
    private final long id;
    private final boolean remembered;
    private final int longestAnswerBytes;

    private Request(
        OverlayPath from,
        @Nullable NodeId carrier,
        long id,
        boolean remembered,
        int longestAnswerBytes) {
      this.from = from;
      this.carrier = carrier;
      this.id = id;
      this.remembered = remembered;
      this.longestAnswerBytes = longestAnswerBytes;
    }

    /** The claimed source of the request. */
    public NodeId from() {
      return from.node();
    }

    /** The peer whose session brought the request, which is proved; null for this node's own. */
    public @Nullable NodeId carrier() {
      return carrier;
    }

    /** The asker's random number; signed answers repeat it. */
    public long id() {
      return id;
    }

    /** Longest body of an answer, bytes. */
    public int maxAnswerBytes() {
      return Math.max(0, longestAnswerBytes - Long.BYTES);
    }

    /** Leaves the request unanswered for now; the same request is served when it arrives again. */
    public void postpone() {
      answers.remove(new Origin(from.node(), id), UNANSWERED);
    }

    /** Sends the answer. */
    public void respond(byte[] body) {
      if (body.length > maxAnswerBytes()) {
        counters.increment(OverlayCounter.DROPPED_DHT_RESPONSE_STRANGER);
        return;
      }
      byte[] payload = new WireWriter().i64(id).fixed(body).toBytes();
      if (remembered) {
        answers.replace(new Origin(from.node(), id), payload);
      }
      sender.accept(from, payload);
    }
  }

  private record Origin(NodeId from, long id) {}

  private static final byte[] UNANSWERED = {};

  private final Engine engine;
  private final Counters counters;
  private final Predicate<NodeId> isAcquainted;
  private final RequestLimits limits = new RequestLimits();
  private final BiConsumer<OverlayPath, byte[]> sender;
  private final Map<DhtOp, Handler> handlers = new EnumMap<>(DhtOp.class);
  private final Map<Origin, byte[]> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, byte[]> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** {@code isAcquainted} tells whether a node is this one, or one with which it has a session. */
  RequestDesk(
      Engine engine, Predicate<NodeId> isAcquainted, BiConsumer<OverlayPath, byte[]> sender) {
    this.engine = engine;
    this.counters = engine.counters();
    this.isAcquainted = isAcquainted;
    this.sender = sender;
  }

  void serve(DhtOp op, Handler handler) {
    if (handlers.put(op, handler) != null) {
      throw new IllegalStateException("two handlers for " + op);
    }
  }

  /** Handles a request that arrived in the session of {@code carrier}; null for this node's own. */
  void onRequest(OverlayPath from, @Nullable NodeId carrier, byte[] payload) {
    try {
      WireReader reader = new WireReader(payload);
      long id = reader.i64();
      int kind = reader.u8();
      DhtOp op = DhtOp.of(kind & ~PADDED);
      boolean isPadded = (kind & PADDED) != 0;
      byte[] body = isPadded ? reader.variable(MAX_BODY_BYTES) : reader.rest();
      if (mayAsk(carrier, op.signatures(body.length))) {
        serve(op, new WireReader(body), requestOf(from, carrier, id, op, payload.length));
      } else {
        counters.increment(OverlayCounter.DROPPED_DHT_REQUEST_RATE);
      }
    } catch (WireException e) {
      counters.increment(OverlayCounter.DROPPED_DHT_REQUEST_MALFORMED);
    }
  }

  private boolean mayAsk(@Nullable NodeId carrier, int signatures) {
    return carrier == null || limits.admit(carrier, signatures, engine.now().bootNanos());
  }

  private Request requestOf(
      OverlayPath from, @Nullable NodeId carrier, long id, DhtOp op, int bytes) {
    int longest = isAcquainted.test(from.node()) ? Messenger.MAX_PAYLOAD_BYTES : bytes;
    return new Request(from, carrier, id, op.isAnsweredOnce(), longest);
  }

  private void serve(DhtOp op, WireReader body, Request request) throws WireException {
    Handler handler = handlers.get(op);
    if (handler == null) {
      counters.increment(OverlayCounter.DROPPED_DHT_REQUEST_UNSERVED);
    } else if (!request.remembered) {
      handler.onRequest(request, body);
    } else if (!answerAgain(request.from, request.id, request.longestAnswerBytes)) {
      answers.put(new Origin(request.from(), request.id), UNANSWERED);
      handler.onRequest(request, body);
    }
  }

  private boolean answerAgain(OverlayPath from, long id, int longestBytes) {
    byte @Nullable [] answer = answers.get(new Origin(from.node(), id));
    if (answer != null && answer.length > 0 && answer.length <= longestBytes) {
      sender.accept(from, answer);
    }
    return answer != null;
  }
}
