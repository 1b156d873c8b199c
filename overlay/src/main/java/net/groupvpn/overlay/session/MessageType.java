package net.groupvpn.overlay.session;

/**
 * First byte of every control message inside a sealed record. One list for all layers, so that no
 * two use the same value.
 */
public final class MessageType {
  /** Session layer: asks for {@link #PONG}; keepalive and round-trip time. */
  public static final int PING = 0x01;

  public static final int PONG = 0x02;

  /** Session layer: path validation, sent on the path under test. */
  public static final int PATH_CHALLENGE = 0x03;

  public static final int PATH_RESPONSE = 0x04;

  /** Session layer: a piece of a longer message. */
  public static final int FRAGMENT = 0x05;

  /** Session layer: the sender has dropped the session. */
  public static final int CLOSE = 0x06;

  /** Session layer: the server has verified Finished; says nothing else. */
  public static final int READY = 0x07;

  /** Session layer: finds out how long a datagram may be; padded to the size in question. */
  public static final int MTU_PROBE = 0x08;

  public static final int MTU_ANSWER = 0x09;

  /**
   * Session layer: as {@link #PATH_CHALLENGE}, from a sender whose addresses have changed; the
   * receiver shall follow it.
   */
  public static final int MOVED = 0x0a;

  /** Routing: a frame for another node, or for this one. */
  public static final int ROUTED = 0x10;

  /** Routing: the previous hop is told that a ROUTED frame met a dead end. */
  public static final int NO_ROUTE = 0x11;

  /** Routing: looks for a way where greedy routing finds none; spreads from link to link. */
  public static final int ROUTE_REQUEST = 0x12;

  /** Routing: the way that a ROUTE_REQUEST has found; goes back along it. */
  public static final int ROUTE_ANSWER = 0x13;

  /** Links: reasons that the sender has for this link. */
  public static final int LINK_STATUS = 0x18;

  /** Links: the sender's siblings. */
  public static final int SIBLINGS = 0x19;

  /** Links: where the sender may be reached if nothing better works. */
  public static final int STREAM_OFFER = 0x1f;

  /** Links: asks for a {@link #FILTER_ANSWER}, to see whether it gets through. */
  public static final int FILTER_TEST = 0x1a;

  /** Links: sent from another port than all others; its path is none. */
  public static final int FILTER_ANSWER = 0x1b;

  /** Links: where the sender is now; comes by a relay or an overlay. */
  public static final int MOVED_TO = 0x1c;

  /** Applications: a channel number and bytes for a service on the other end. */
  public static final int CHANNEL = 0x20;

  /** Relays: a frame that the receiver shall hand on to another of its peers. */
  public static final int RELAY = 0x28;

  /** Relays: a frame that the sender hands on for another of its peers. */
  public static final int RELAYED = 0x29;

  /** Relays: the sender does not relay to that node. */
  public static final int RELAY_REFUSED = 0x2a;

  /** Relays: whether the sender relays at all, and how busy it is. */
  public static final int RELAY_OFFER = 0x2b;

  /** Relays: the nodes that the sender has a leg to. */
  public static final int LINK_SET = 0x2c;

  /** Relays: asks for {@link #RELAY_CHECKED} on the path that it comes by. */
  public static final int RELAY_CHECK = 0x2d;

  public static final int RELAY_CHECKED = 0x2e;

  /** Broadcast: asks the receiver to cover a part of the ID space. */
  public static final int SPREAD = 0x30;

  /** Broadcast: how far the receiver of a {@link #SPREAD} is, and what came of it. */
  public static final int SPREAD_ANSWER = 0x31;

  private MessageType() {}
}
