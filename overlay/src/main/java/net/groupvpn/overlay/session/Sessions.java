package net.groupvpn.overlay.session;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** All sessions of one node in one realm. Engine thread only. */
public interface Sessions {
  /** Longest control message; longer ones than a path takes are sent in sealed fragments. */
  int MAX_MESSAGE_BYTES = 8_000;

  /**
   * Starts a handshake on {@code path}, unless there is a session or one is under way.
   *
   * @param expected who must answer, or null for whoever lives at a bootstrap endpoint
   */
  void open(Path path, @Nullable NodeId expected);

  /** Whether a handshake with this node has begun and not ended. */
  boolean isOpening(NodeId peer);

  /** The session with this node, or null. */
  @Nullable Session find(NodeId peer);

  /** All established sessions, ordered by node ID. */
  List<Session> all();

  /**
   * Seals and sends a control message on the session's path; best effort. One that is empty or
   * longer than {@link #MAX_MESSAGE_BYTES} is dropped and counted.
   */
  void send(Session session, byte[] message);

  /**
   * Tests whether the peer is reached by {@code candidate}; if so, and it is better, moves there.
   */
  void probe(Session session, Path candidate);

  /** The peer says that it may be at {@code candidate} now: tests that, and if so moves there. */
  void follow(Session session, Path candidate);

  /**
   * Sends one challenge on {@code candidate}, of which nothing is remembered: if it gets through,
   * the peer answers by a test of its own.
   */
  void knock(Session session, Path candidate);

  /**
   * Sends so many challenges to {@code to}, each from a socket of its own, where the shell can. A
   * socket on which the peer answers becomes the way to that endpoint.
   */
  void scatter(Session session, Endpoint to, int count);

  /**
   * Sends a control message to where the peer is reached directly, from another port than this
   * node's own; nothing happens on other paths, or where the shell cannot.
   */
  void sendFromElsewhere(Session session, byte[] message);

  /**
   * Seals and sends a control message on another path than the session's; best effort. It must fit
   * into one record.
   */
  void sendOn(Session session, Path path, byte[] message);

  /**
   * Has the session send on {@code path} from now on.
   *
   * @param path one on which the peer has just answered
   * @param rttNanos its round-trip time
   */
  void moveTo(Session session, Path path, long rttNanos);

  /**
   * Tells how much the legs of the session's relay carry, of the present one or of the one that it
   * moves to next.
   *
   * @param bytes longest plaintext of a DATA record that a relayed frame may have
   */
  void setRelayMtu(Session session, int bytes);

  /**
   * The peer knows nothing of what was said in this session before: uses the keys that it has, and
   * tells that the session has begun anew, so that all is said once more.
   */
  void beginAnew(Session session);

  /** The session's path is known to lead nowhere now: it takes whatever way proves to work. */
  void losePath(Session session);

  /** Finds out soon whether the peer is still there, unless it was heard just now. */
  void check(Session session);

  /**
   * There is traffic with this peer: makes sure, now and then, that the size that was found for the
   * path still passes. To be called every second or so while data flows to the peer, and not
   * otherwise.
   */
  void noteTraffic(Session session);

  /**
   * The local link refused a datagram to this peer as too long.
   *
   * @param datagramBytes its UDP payload
   */
  void noteRefused(Session session, int datagramBytes);

  /**
   * The data plane opened a record of this peer that is newer than all before, and came on another
   * path than the one the session sends on: the peer, or a NAT before it, may have moved.
   */
  void noteSource(Session session, Path from);

  /**
   * This machine's addresses or routes have changed, or it has slept: tells every peer that is
   * reached directly, from where it is now, and finds out who no longer answers.
   */
  void onNetworkChanged();

  /** Tells the peer and forgets the session. */
  void close(Session session, CloseReason reason);

  /** Closes every session whose peer is no longer trusted. Called when a CRL has changed. */
  void recheckTrust();
}
