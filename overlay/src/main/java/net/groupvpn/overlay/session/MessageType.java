package net.groupvpn.overlay.session;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import org.jspecify.annotations.Nullable;

/**
 * First byte of every control message inside a sealed record. One list for all layers, so that no
 * two use the same code.
 */
public enum MessageType implements WireCode {
  /** Session layer: asks for {@link #PONG}; keepalive and round-trip time. */
  PING(0x01),

  PONG(0x02),

  /** Session layer: path validation, sent on the path under test. */
  PATH_CHALLENGE(0x03),

  PATH_RESPONSE(0x04),

  /** Session layer: a piece of a longer message. */
  FRAGMENT(0x05),

  /** Session layer: the sender has dropped the session. */
  CLOSE(0x06),

  /** Session layer: the server has verified Finished. It has no content. */
  READY(0x07),

  /** Session layer: measures how long a datagram may be; padded to the size in question. */
  MTU_PROBE(0x08),

  MTU_ANSWER(0x09),

  /**
   * Session layer: as {@link #PATH_CHALLENGE}, from a sender whose addresses have changed; the
   * receiver must follow it.
   */
  MOVED(0x0a),

  /** Routing: a frame for another node, or for this one. */
  ROUTED(0x10),

  /** Routing: tells the previous hop that a ROUTED frame reached a dead end. */
  NO_ROUTE(0x11),

  /** Routing: searches for a way where greedy routing finds none; spreads from link to link. */
  ROUTE_REQUEST(0x12),

  /** Routing: the way that a ROUTE_REQUEST has found; returns along it. */
  ROUTE_ANSWER(0x13),

  /** Links: the sender's reasons for this link. */
  LINK_STATUS(0x18),

  /** Links: the sender's siblings. */
  SIBLINGS(0x19),

  /** Links: asks for a {@link #FILTER_ANSWER}, to see whether it gets through. */
  FILTER_TEST(0x1a),

  /** Links: sent from a port used for nothing else; its source is not a path. */
  FILTER_ANSWER(0x1b),

  /** Links: where the sender is now; arrives over a relay or an overlay. */
  MOVED_TO(0x1c),

  /** Links: where the sender may be reached if nothing better works. */
  STREAM_OFFER(0x1f),

  /** Applications: a channel number and bytes for a service on the other end. */
  CHANNEL(0x20),

  /** Relays: a frame that the receiver must pass on to another of its peers. */
  RELAY(0x28),

  /** Relays: a frame that the sender passes on for another of its peers. */
  RELAYED(0x29),

  /** Relays: the sender does not relay to that node. */
  RELAY_REFUSED(0x2a),

  /** Relays: whether the sender relays at all, and how busy it is. */
  RELAY_OFFER(0x2b),

  /** Relays: the nodes to which the sender has a leg. */
  LINK_SET(0x2c),

  /** Relays: asks for {@link #RELAY_CHECKED} on the path that it arrived on. */
  RELAY_CHECK(0x2d),

  RELAY_CHECKED(0x2e),

  /** Broadcast: asks the receiver to cover a part of the ID space. */
  SPREAD(0x30),

  /** Broadcast: the progress, and finally the result, of a {@link #SPREAD}. */
  SPREAD_ANSWER(0x31);

  private static final CodeTable<MessageType> CODES = new CodeTable<>("message", values());

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The type of a whole message; null if it is empty or unknown. */
  public static @Nullable MessageType of(byte[] message) {
    return message.length == 0 ? null : CODES.find(message[0] & 0xff);
  }

  /** Whether the session layer handles it itself. */
  boolean isOfSessions() {
    return code < ROUTED.code;
  }
}
