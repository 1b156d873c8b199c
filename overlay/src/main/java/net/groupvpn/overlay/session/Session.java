package net.groupvpn.overlay.session;

import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;

/**
 * An authenticated, encrypted channel to one node. Engine thread only. A session that is over keeps
 * its last state, and ignores all requests.
 */
public interface Session extends SessionView {
  /** Longest control message, bytes; messages too long for a path are sent in sealed fragments. */
  int MAX_MESSAGE_BYTES = 8_000;

  /** Whether the peer has not yet answered a doubt. */
  boolean isDoubted();

  /** Whether the peer has left pings unanswered lately, and may be dead. */
  boolean isDoubtful();

  /** Whether nothing was heard of the peer since this end's addresses changed. */
  boolean isMoving();

  /**
   * Seals and sends a control message on the session's path; best effort. Peers influence much of
   * what is sent, including its length: a message that is empty, or longer than {@link
   * #MAX_MESSAGE_BYTES}, is dropped and counted.
   */
  void send(byte[] message);

  /**
   * Seals and sends a control message on another path than the session's; best effort. It must fit
   * into one record.
   */
  void sendOn(Path where, byte[] message);

  /**
   * Sends a control message to the peer's direct endpoint, from a port other than this node's own;
   * does nothing on other paths, or where the shell cannot.
   */
  void sendFromElsewhere(byte[] message);

  /**
   * Sends one challenge on {@code candidate} and forgets it: if it gets through, the peer answers
   * with a test of its own.
   */
  void knock(Path candidate);

  /**
   * Sends this many challenges to {@code to}, each from a socket of its own, where the shell can. A
   * socket on which the peer answers becomes the way to that endpoint.
   */
  void scatter(Endpoint to, int count);

  /**
   * Tests whether the peer is reached over {@code candidate}; if so, and it is better, moves there.
   */
  void probe(Path candidate);

  /**
   * The peer says that it may be at {@code candidate} now: tests that, and if it is true moves
   * there.
   */
  void follow(Path candidate);

  /**
   * Sends on {@code next} from now on.
   *
   * @param next a path on which the peer has just answered
   * @param rttNanos its round-trip time
   */
  void moveTo(Path next, long rttNanos);

  /** The session's path is known to fail now: moves to any way that proves to work. */
  void losePath();

  /**
   * Sets how much the legs of the session's relay carry, of the present relay or of the next one.
   *
   * @param bytes longest plaintext of a DATA record that a relayed frame may have
   */
  void setRelayMtu(int bytes);

  /**
   * There is traffic with this peer: checks now and then that the size found for the path still
   * passes. Call it every second or so while data flows to the peer, and not otherwise.
   */
  void noteTraffic();

  /**
   * The local link refused a datagram to this peer as too long.
   *
   * @param datagramBytes its UDP payload
   */
  void noteRefused(int datagramBytes);

  /**
   * The data plane opened a record of this peer that is newer than all before, and that arrived on
   * a path other than the one the session sends on: the peer, or a NAT before it, may have moved.
   */
  void noteSource(Path from);

  /** Finds out soon whether the peer is still there, unless it was heard just now. */
  void check();

  /** The peer seems to have lost the session: asks it at once. */
  void doubt();

  /**
   * The peer knows nothing of what was said in this session before: uses the keys that it has, and
   * reports that the session has started again, so that everything is said once more.
   */
  void beginAnew();

  /** Tells the peer and ends. */
  void close(CloseReason reason);
}
