package net.groupvpn.overlay.session;

/**
 * How a session ended.
 *
 * @param reason why it was closed
 * @param byPeer whether the peer has closed it
 */
public record SessionEnd(CloseReason reason, boolean byPeer) {
  /** Whether the peer is no longer there: it has said so, or gives no answer. */
  public boolean isPeerGone() {
    return reason == CloseReason.LEAVING || (reason == CloseReason.NO_ANSWER && !byPeer);
  }

  /** As people read it. */
  @Override
  public String toString() {
    return (byPeer ? "closed by the peer: " : "") + reason;
  }
}
