package net.groupvpn.overlay.document;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.document.DocumentMessage.Ask;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.document.DocumentMessage.Piece;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A member with patched code: claims a list, and answers questions about it as it likes. */
final class HostilePeer implements Overlay.Listener, Overlay.ChannelHandler {
  /** How it answers; null for silence. */
  interface Answer {
    @Nullable Piece to(Ask ask);
  }

  private final OverlayNode node;
  private final Engine engine;
  private final Offer claim;
  private final Answer answer;
  private final long delayNanos;

  private HostilePeer(
      OverlayNode node, Engine engine, Offer claim, Answer answer, long delayNanos) {
    this.node = node;
    this.engine = engine;
    this.claim = claim;
    this.answer = answer;
    this.delayNanos = delayNanos;
    node.addListener(this);
    node.handleChannel(DocumentKind.REVOCATIONS.channel(), this);
  }

  /** Adds one to the network that waits {@code delayMillis} before each answer. */
  static void join(
      ScenarioNetwork network, byte[] realm, Offer claim, Answer answer, long delayMillis) {
    long delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    network.add(host -> create(host, realm, claim, answer, delayNanos));
  }

  private static OverlayNode create(
      SimulatedHost host, byte[] realm, Offer claim, Answer answer, long delayNanos) {
    Engine engine = new Engine(host.random(), host.now());
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    OverlayNode node = new OverlayNode(engine, new IndexAllocator(), realm, security);
    new HostilePeer(node, engine, claim, answer, delayNanos);
    node.attachment().setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      node.addSeed(Kernel.endpointOf(0));
    }
    node.start();
    return node;
  }

  @Override
  public void onSessionUp(SessionView session) {
    node.sendToPeer(session.peer(), DocumentKind.REVOCATIONS.channel(), claim.encode());
  }

  @Override
  public void onPeerMessage(SessionView from, byte[] payload) {
    try {
      DocumentMessage message = DocumentMessage.decode(payload, DocumentKind.REVOCATIONS);
      Piece piece = message instanceof Ask ask ? answer.to(ask) : null;
      if (piece != null) {
        engine.setTimer(TimerName.TRACE, piece, delayNanos, now -> send(from.peer(), piece));
      } else if (message instanceof Offer) {
        send(from.peer(), claim);
      }
    } catch (WireException e) {
      throw new AssertionError("an honest member sent something malformed", e);
    }
  }

  private void send(NodeId peer, DocumentMessage message) {
    node.sendToPeer(peer, DocumentKind.REVOCATIONS.channel(), message.encode());
  }
}
