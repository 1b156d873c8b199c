package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * CONNECT: asks the receiver for a link.
 *
 * @param token repeated in the answer
 * @param reason why the sender wants it
 * @param candidates where the sender may be reached, best first
 */
record Connect(long token, LinkReason reason, List<Endpoint> candidates) {
  byte[] toPayload() {
    WireWriter out = new WireWriter().i64(token).u8(reason.wireValue());
    EndpointList.write(out, candidates);
    return out.toBytes();
  }

  static Connect parse(byte[] payload) throws WireException {
    WireReader in = new WireReader(payload);
    long token = in.i64();
    LinkReason reason = LinkReason.ofWireValue(in.u8());
    List<Endpoint> candidates = EndpointList.read(in);
    in.end();
    return new Connect(token, reason, candidates);
  }
}
