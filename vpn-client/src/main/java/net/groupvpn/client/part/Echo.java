package net.groupvpn.client.part;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Probes over a session, for {@code groupvpn ping}: a token goes to the peer and returns, sealed as
 * control on whatever path the session has. Answers everybody's probes. Engine thread only; the
 * caller sets the time limit.
 */
public final class Echo implements Overlay.ChannelHandler {
  /** Channel of these messages. */
  static final int CHANNEL = 2;

  static final int MAX_PENDING = 256;
  private static final int REQUEST = 0;
  private static final int REPLY = 1;

  private final Overlay overlay;
  private final Engine engine;
  private final Map<Long, Probe> pending = new LinkedHashMap<>();

  /** A reply: the round-trip time, and the path that this end uses. */
  public record Reply(long rttNanos, Path path) {}

  private record Probe(NodeId peer, long sentNanos, Consumer<Reply> done) {}

  Echo(Overlay overlay, Engine engine) {
    this.overlay = overlay;
    this.engine = engine;
    overlay.handleChannel(CHANNEL, this);
  }

  /**
   * Sends a probe; false if there is no session. Beyond the limit, the oldest probe is forgotten.
   */
  public boolean send(NodeId peer, Consumer<Reply> done) {
    long token = engine.random().nextLong();
    if (!overlay.sendToPeer(peer, CHANNEL, message(REQUEST, token))) {
      return false;
    }
    if (pending.size() >= MAX_PENDING) {
      pending.remove(pending.keySet().iterator().next());
    }
    pending.put(token, new Probe(peer, engine.now().bootNanos(), done));
    return true;
  }

  @Override
  public void onPeerMessage(SessionView from, byte[] payload) {
    try {
      WireReader in = new WireReader(payload);
      int kind = in.u8();
      long token = in.i64();
      in.end();
      if (kind == REQUEST) {
        overlay.sendToPeer(from.peer(), CHANNEL, message(REPLY, token));
      } else if (kind == REPLY) {
        onReply(from, token);
      }
    } catch (WireException e) {
      engine.counters().increment(ClientCounter.DROPPED_ECHO_MALFORMED);
    }
  }

  private void onReply(SessionView from, long token) {
    Probe probe = pending.get(token);
    if (probe == null || !probe.peer.equals(from.peer())) {
      engine.counters().increment(ClientCounter.DROPPED_ECHO_UNASKED);
      return;
    }
    pending.remove(token);
    long rtt = engine.now().bootNanos() - probe.sentNanos;
    probe.done.accept(new Reply(rtt, from.path()));
  }

  private static byte[] message(int kind, long token) {
    return new WireWriter().u8(kind).i64(token).toBytes();
  }
}
