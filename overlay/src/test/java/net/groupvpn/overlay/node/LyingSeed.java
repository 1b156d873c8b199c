package net.groupvpn.overlay.node;

import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.SessionEnd;
import net.groupvpn.overlay.session.SessionEvents;
import net.groupvpn.overlay.session.SessionLayer;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A member that has sessions, names no siblings, and passes nothing on. A newcomer that asks it for
 * the way to its own ID gets no answer, or one in the name of a node that does not exist.
 */
final class LyingSeed implements EngineCore, SessionEvents {
  private static final int CLOSEST = 1;
  private static final int EXACT = 0;
  private static final int CONNECT = 1;
  private static final int CONNECT_ANSWER = 2;
  private static final int HOPS = 30;
  private static final int NEAR = 90;

  private final Engine engine;
  private final SessionLayer sessions;
  private final boolean answers;

  LyingSeed(SimulatedHost host, boolean answers) {
    this.answers = answers;
    engine = new Engine(host.random(), host.now());
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    sessions =
        new SessionLayer(
            engine, new IndexAllocator(), TestOverlay.REALM, security, this::transmit, this);
  }

  private void transmit(Path path, byte[] frame) {
    if (path instanceof DirectPath direct) {
      engine.emit(new Output.Transmit(direct.endpoint(), frame));
    }
  }

  @Override
  public void onMessage(Session session, Path from, MessageType type, byte[] message) {
    try {
      if (type == MessageType.SIBLINGS) {
        session.send(new WireWriter().code(type).flag(false).u8(0).toBytes());
      } else if (type == MessageType.ROUTED && answers) {
        onRouted(session, new WireReader(message, 1, message.length - 1));
      }
    } catch (WireException e) {
      throw new AssertionError("an honest node sends nothing malformed", e);
    }
  }

  private void onRouted(Session session, WireReader in) throws WireException {
    in.fixed(Long.BYTES + 2);
    boolean isLookup = in.u8() == CLOSEST && in.u8() == CONNECT;
    if (isLookup) {
      skipPath(in);
      skipPath(in);
      session.send(answer(session.peer(), in.i64()));
    }
  }

  private static void skipPath(WireReader in) throws WireException {
    in.nodeId();
    if (in.flag()) {
      in.nodeId();
    }
  }

  private byte[] answer(NodeId newcomer, long token) {
    NodeId invented = newcomer.randomInBucket(NEAR, engine.random());
    WireWriter out = new WireWriter().code(MessageType.ROUTED).i64(engine.random().nextLong());
    out.u8(HOPS).u8(0).u8(EXACT).u8(CONNECT_ANSWER);
    out.nodeId(invented).flag(false).nodeId(newcomer).flag(false);
    return out.i64(token).flag(false).u8(0).u8(0).toBytes();
  }

  @Override
  public void enter(Now now) {
    engine.enter(now);
  }

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    engine.enter(now);
    sessions.onFrame(new DirectPath(from), datagram);
  }

  @Override
  public void onTimeout(Now now) {
    engine.onTimeout(now);
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {
    engine.onWorkDone(now, work);
  }

  @Override
  public long nextTimeoutNanos() {
    return engine.nextTimeoutNanos();
  }

  @Override
  public @Nullable Output pollOutput() {
    return engine.pollOutput();
  }

  @Override
  public void onEstablished(Session session) {}

  @Override
  public void onPathChanged(Session session, Path previous) {}

  @Override
  public void onClosed(Session session, SessionEnd end) {}

  @Override
  public void onBegunAnew(Session session) {}

  @Override
  public void onHandshakeFailed(Path path, @Nullable NodeId expected, String reason) {}
}
