package net.groupvpn.overlay.node;

import java.util.Objects;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.PathSender;
import org.jspecify.annotations.Nullable;

/** Carries the session layer's frames along whatever kind of path they take. Engine thread. */
final class FrameCarrier implements PathSender {
  private static final int MAX_FRAME_BYTES = Messenger.MAX_PAYLOAD_BYTES;

  private final Engine engine;
  private final EndpointRules rules;
  private @Nullable Router router;
  private @Nullable RelayManager relays;

  FrameCarrier(Engine engine, EndpointRules rules) {
    this.engine = engine;
    this.rules = rules;
  }

  /** Once, before there is any session. */
  void connect(Router hopByHop, RelayManager overTwoHops) {
    router = hopByHop;
    relays = overTwoHops;
  }

  @Override
  public void send(Path path, byte[] frame) {
    Endpoint endpoint = path.endpoint();
    if (endpoint != null && !rules.mayUse(endpoint)) {
      engine.counters().increment("dropped.frame.into_group");
    } else if (path instanceof DirectPath direct) {
      engine.emit(new Output.Transmit(direct.endpoint(), frame));
    } else if (path instanceof StreamPath stream) {
      engine.emit(new Output.TransmitStream(stream.endpoint(), frame));
    } else if (path instanceof RelayPath relayed) {
      Objects.requireNonNull(relays).send(relayed, frame);
    } else if (frame.length > MAX_FRAME_BYTES) {
      engine.counters().increment("dropped.frame.too_long_for_overlay");
    } else if (path instanceof OverlayPath overlay) {
      Objects.requireNonNull(router).sendExact(overlay, PayloadKind.FRAME, frame);
    } else if (path instanceof PublicOverlayPath publicPath) {
      engine.emit(new Output.TransmitPublic(publicPath.publicNode(), frame));
    }
  }
}
