package net.groupvpn.overlay.session;

/**
 * How a session ended.
 *
 * @param reason why it was closed
 * @param byPeer whether the peer has closed it
 */
public record SessionEnd(CloseReason reason, boolean byPeer) {
  /**
   * Whether the peer is no longer there: it has said so, or gives no answer. If this node is what
   * leaves, its peers are still there.
   */
  public boolean isPeerGone() {
    return reason == (byPeer ? CloseReason.LEAVING : CloseReason.NO_ANSWER);
  }

  /** As people read it. */
  @Override
  public String toString() {
    return (byPeer ? "closed by the peer: " : "") + reason;
  }
}
