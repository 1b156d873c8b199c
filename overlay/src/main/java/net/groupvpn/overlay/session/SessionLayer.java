package net.groupvpn.overlay.session;

import java.util.List;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.PathSender;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one node in one realm. Frames of every path enter through {@link #onFrame}, and
 * leave through the {@link PathSender}. Engine thread only.
 */
public final class SessionLayer implements Sessions {
  /** Ethernet's MTU, until a better value is known. */
  private static final int DEFAULT_LINK_MTU_BYTES = 1_500;

  private final SessionContext context;
  private final SessionTable table;
  private int linkMtuBytes = DEFAULT_LINK_MTU_BYTES;
  private SessionTimes times = SessionTimes.STANDARD;

  /**
   * Makes a layer without sessions.
   *
   * @param indexes shared by all realms of the process
   * @param realmTag {@link FrameHeader#REALM_BYTES} bytes that begin this realm's HANDSHAKE frames
   */
  public SessionLayer(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      PathSender sender,
      SessionEvents events) {
    if (realmTag.length != FrameHeader.REALM_BYTES) {
      throw new IllegalArgumentException(
          "a realm's tag has " + FrameHeader.REALM_BYTES + " bytes, not " + realmTag.length);
    }
    byte[] tag = realmTag.clone();
    context = new SessionContext(engine, indexes, this, tag, security, sender, events);
    table = new SessionTable(context);
  }

  /**
   * Handles a whole frame from outside; invalid ones are dropped and counted. A DATA record becomes
   * {@code Output.DeliverData}.
   */
  public void onFrame(Path from, byte[] frame) {
    onFrame(from, null, frame);
  }

  /**
   * As {@link #onFrame(Path, byte[])}.
   *
   * @param carrier the peer whose session brought it hop by hop, in this realm or in the public
   *     overlay; null if it came directly or over a relay
   */
  public void onFrame(Path from, @Nullable NodeId carrier, byte[] frame) {
    switch (FrameHeader.type(frame)) {
      case HANDSHAKE -> table.handshakes().onFrame(from, carrier, frame);
      case RETRY -> table.handshakes().onRetry(from, frame);
      case SEALED -> table.onFrame(from, frame);
      default -> context.count(OverlayCounter.DROPPED_FRAME_UNKNOWN);
    }
  }

  @Override
  public void open(Path path, @Nullable NodeId expected) {
    boolean exists =
        expected == null
            ? table.all().stream().anyMatch(s -> s.path().isSameAs(path))
            : table.find(expected) != null;
    if (!exists && table.clones().mayBegin()) {
      table.handshakes().open(path, expected);
    }
  }

  @Override
  public boolean isOpening(NodeId peer) {
    return table.handshakes().isOpening(peer);
  }

  @Override
  public @Nullable Session find(NodeId peer) {
    return table.find(peer);
  }

  @Override
  public List<Session> all() {
    return List.copyOf(table.all());
  }

  @Override
  public void onNetworkChanged() {
    table.all().forEach(PeerSession::onNetworkChanged);
  }

  /**
   * Sets the longest IP packet that this machine's links carry, 1,500 at first. No path is tried
   * with longer ones. It applies to later searches.
   */
  public void setLinkMtu(int bytes) {
    linkMtuBytes = bytes;
  }

  int linkMtuBytes() {
    return linkMtuBytes;
  }

  /** The connection behind {@code path} was closed. */
  public void onPathLost(Path path) {
    table.all().forEach(session -> session.paths().onLost(path));
  }

  /** Sets how long keys last. It applies to handshakes that end later. */
  public void setTimes(SessionTimes changed) {
    times = changed;
  }

  /** Starts a further handshake with a session's peer at once. */
  void rehandshake(PeerSession session) {
    table.rehandshake(session);
  }

  SessionTimes times() {
    return times;
  }

  @Override
  public void recheckTrust() {
    long wallMillis = context.engine().now().wallMillis();
    for (PeerSession session : table.all()) {
      if (!context.security().isStillTrusted(session.identity(), wallMillis)) {
        session.revoke();
      }
    }
  }

  /** As {@code EngineCore.verify}. */
  public void verify() {
    table.verify();
  }
}
