package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * STREAM_OFFER: where the sender may be reached although there is no direct path yet.
 *
 * @param streams where it accepts TCP connections, best first
 * @param direct its UDP endpoints, retried while a stream is in use
 */
record StreamOffer(List<Endpoint> streams, List<Endpoint> direct) {
  StreamOffer {
    streams = List.copyOf(streams);
    direct = List.copyOf(direct);
  }

  boolean isEmpty() {
    return streams.isEmpty() && direct.isEmpty();
  }

  byte[] toMessage() {
    WireWriter out = new WireWriter().code(MessageType.STREAM_OFFER);
    EndpointList.write(out, streams);
    EndpointList.write(out, direct);
    return out.toBytes();
  }

  static StreamOffer parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    List<Endpoint> streams = EndpointList.read(in);
    List<Endpoint> direct = EndpointList.read(in);
    in.end();
    return new StreamOffer(streams, direct);
  }
}
