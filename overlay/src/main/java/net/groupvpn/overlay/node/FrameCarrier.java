package net.groupvpn.overlay.node;

import java.util.Objects;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.FrameSink;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.path.PathSender;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import org.jspecify.annotations.Nullable;

/** Carries the session layer's frames over every kind of path. Engine thread. */
final class FrameCarrier implements PathSender, FrameSink {
  private static final int MAX_FRAME_BYTES = Messenger.MAX_PAYLOAD_BYTES;

  private final Engine engine;
  private final EndpointRules rules;
  private @Nullable Router router;
  private @Nullable RelayManager relays;

  FrameCarrier(Engine engine, EndpointRules rules) {
    this.engine = engine;
    this.rules = rules;
  }

  /** Called once, before there is any session. */
  void connect(Router hopByHop, RelayManager overTwoHops) {
    router = hopByHop;
    relays = overTwoHops;
  }

  @Override
  public void send(Path path, byte[] frame) {
    Endpoint endpoint = path.endpoint();
    if (endpoint != null && !rules.mayUse(endpoint)) {
      engine.counters().increment(OverlayCounter.DROPPED_FRAME_INTO_GROUP);
    } else {
      path.carry(frame, this);
    }
  }

  @Override
  public void onDirect(DirectPath path, byte[] frame) {
    engine.emit(new Output.Transmit(path.endpoint(), frame));
  }

  @Override
  public void onStream(StreamPath path, byte[] frame) {
    engine.emit(new Output.TransmitStream(path.endpoint(), frame));
  }

  @Override
  public void onRelay(RelayPath path, byte[] frame) {
    Objects.requireNonNull(relays).send(path, frame);
  }

  @Override
  public void onOverlay(OverlayPath path, byte[] frame) {
    if (mayCarry(frame)) {
      Objects.requireNonNull(router).sendExact(path, PayloadKind.FRAME, frame);
    }
  }

  @Override
  public void onPublicOverlay(PublicOverlayPath path, byte[] frame) {
    if (mayCarry(frame)) {
      engine.emit(new Output.TransmitPublic(path.publicNode(), frame));
    }
  }

  private boolean mayCarry(byte[] frame) {
    if (frame.length > MAX_FRAME_BYTES) {
      engine.counters().increment(OverlayCounter.DROPPED_FRAME_TOO_LONG_FOR_OVERLAY);
      return false;
    }
    return true;
  }
}
