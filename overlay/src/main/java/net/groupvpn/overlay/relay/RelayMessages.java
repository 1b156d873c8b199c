package net.groupvpn.overlay.relay;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** The short messages between ends and relays; {@link LinkSet} is the long one. */
final class RelayMessages {
  /** Longest frame that a relay carries in one message, bytes. */
  static final int MAX_FRAME_BYTES = Session.MAX_MESSAGE_BYTES - 1 - NodeId.BYTES;

  private static final int MAX_PERCENT = 100;

  private RelayMessages() {}

  /**
   * RELAY or RELAYED.
   *
   * @param node the destination of a RELAY, the source of a RELAYED
   */
  record Carried(NodeId node, byte[] frame) {
    byte[] toMessage(MessageType type) {
      return new WireWriter().code(type).nodeId(node).fixed(frame).toBytes();
    }

    static Carried parse(byte[] message) throws WireException {
      WireReader in = new WireReader(message);
      in.u8();
      NodeId node = in.nodeId();
      if (in.remaining() == 0) {
        throw new WireException("an empty frame for a relay");
      }
      return new Carried(node, in.rest());
    }
  }

  /**
   * RELAY_OFFER.
   *
   * @param willing whether the sender relays at all
   * @param loadPercent relaying load in percent of its maximum
   */
  record Offer(boolean willing, int loadPercent) {
    /** Assumed of a peer that has said nothing. */
    static final Offer DEFAULT = new Offer(true, 0);

    byte[] toMessage() {
      return new WireWriter().code(MessageType.RELAY_OFFER).flag(willing).u8(loadPercent).toBytes();
    }

    static Offer parse(byte[] message) throws WireException {
      WireReader in = new WireReader(message);
      in.u8();
      Offer offer = new Offer(in.flag(), Math.min(MAX_PERCENT, in.u8()));
      in.end();
      return offer;
    }
  }

  static byte[] refused(NodeId destination) {
    return new WireWriter().code(MessageType.RELAY_REFUSED).nodeId(destination).toBytes();
  }

  static NodeId parseRefused(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    NodeId destination = in.nodeId();
    in.end();
    return destination;
  }

  /** RELAY_CHECK or RELAY_CHECKED. */
  static byte[] token(MessageType type, long token) {
    return new WireWriter().code(type).i64(token).toBytes();
  }

  static long parseToken(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    long token = in.i64();
    in.end();
    return token;
  }
}
