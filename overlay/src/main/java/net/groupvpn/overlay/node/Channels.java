package net.groupvpn.overlay.node;

import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** CHANNEL messages: a channel number, and bytes for the service that handles it. */
final class Channels {
  private static final int MAX_CHANNEL = 255;

  private final Counters counters;
  private final Map<Integer, Overlay.ChannelHandler> handlers = new HashMap<>();

  Channels(Counters counters) {
    this.counters = counters;
  }

  void handle(int channel, Overlay.ChannelHandler handler) {
    if (channel < 0 || channel > MAX_CHANNEL) {
      throw new IllegalArgumentException("a channel is 0 to 255, not " + channel);
    }
    if (handlers.putIfAbsent(channel, handler) != null) {
      throw new IllegalStateException("two handlers for channel " + channel);
    }
  }

  static byte[] message(int channel, byte[] payload) {
    return new WireWriter().code(MessageType.CHANNEL).u8(channel).fixed(payload).toBytes();
  }

  void onMessage(Session from, byte[] message) {
    try {
      WireReader in = new WireReader(message);
      in.u8();
      Overlay.ChannelHandler handler = handlers.get(in.u8());
      if (handler == null) {
        counters.increment(OverlayCounter.DROPPED_CHANNEL_UNKNOWN);
      } else {
        handler.onPeerMessage(from, in.rest());
      }
    } catch (WireException e) {
      counters.increment(OverlayCounter.DROPPED_CHANNEL_MALFORMED);
    }
  }
}
