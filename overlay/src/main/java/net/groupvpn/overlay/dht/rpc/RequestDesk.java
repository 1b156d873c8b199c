package net.groupvpn.overlay.dht.rpc;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Takes requests in, hands each to its operation's handler, and remembers costly answers. */
public final class RequestDesk {
  private static final int MAX_REMEMBERED = 256;

  /** Serves one operation. */
  public interface Handler {
    /** Reads all of {@code body} before it changes anything; answers now or later or never. */
    void onRequest(Request request, WireReader body) throws WireException;
  }

  /** A request that waits for its answer. */
  public final class Request {
    private final OverlayPath from;
    private final long id;
    private final boolean remembered;

    private Request(OverlayPath from, long id, boolean remembered) {
      this.from = from;
      this.id = id;
      this.remembered = remembered;
    }

    /** Who claims to have asked. */
    public NodeId from() {
      return from.node();
    }

    /** The asker's random number; signed answers repeat it. */
    public long id() {
      return id;
    }

    /** Leaves it unanswered for now: the same request is served when it comes again. */
    public void postpone() {
      answers.remove(new Origin(from.node(), id), UNANSWERED);
    }

    /** Sends the answer. */
    public void respond(byte[] body) {
      byte[] payload = new WireWriter().i64(id).fixed(body).toBytes();
      if (remembered) {
        answers.replace(new Origin(from.node(), id), payload);
      }
      sender.accept(from, payload);
    }
  }

  private record Origin(NodeId from, long id) {}

  private static final byte[] UNANSWERED = {};

  private final Counters counters;
  private final BiConsumer<OverlayPath, byte[]> sender;
  private final Map<DhtOp, Handler> handlers = new EnumMap<>(DhtOp.class);
  private final Map<Origin, byte[]> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, byte[]> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  RequestDesk(Counters counters, BiConsumer<OverlayPath, byte[]> sender) {
    this.counters = counters;
    this.sender = sender;
  }

  void serve(DhtOp op, Handler handler) {
    if (handlers.put(op, handler) != null) {
      throw new IllegalStateException("two handlers for " + op);
    }
  }

  void onRequest(OverlayPath from, byte[] payload) {
    try {
      WireReader reader = new WireReader(payload);
      long id = reader.i64();
      DhtOp op = DhtOp.of(reader.u8());
      Handler handler = handlers.get(op);
      if (handler == null) {
        counters.increment("dropped.dht.request.unserved");
      } else if (!op.isAnsweredOnce()) {
        handler.onRequest(new Request(from, id, false), reader);
      } else if (!answerAgain(from, id)) {
        answers.put(new Origin(from.node(), id), UNANSWERED);
        handler.onRequest(new Request(from, id, true), reader);
      }
    } catch (WireException e) {
      counters.increment("dropped.dht.request.malformed");
    }
  }

  private boolean answerAgain(OverlayPath from, long id) {
    byte @Nullable [] answer = answers.get(new Origin(from.node(), id));
    if (answer != null && answer.length > 0) {
      sender.accept(from, answer);
    }
    return answer != null;
  }
}
