package net.groupvpn.overlay.link;

import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * CONNECT: asks the receiver for a link.
 *
 * @param token repeated in the answer
 * @param reason why the sender wants it
 * @param offer where the sender may be reached
 */
record Connect(long token, LinkReason reason, Offer offer) {
  byte[] toPayload() {
    WireWriter out = new WireWriter().i64(token).code(reason);
    offer.write(out);
    return out.toBytes();
  }

  static Connect parse(byte[] payload) throws WireException {
    WireReader in = new WireReader(payload);
    long token = in.i64();
    LinkReason reason = LinkReason.of(in.u8());
    Offer offer = Offer.read(in);
    in.end();
    return new Connect(token, reason, offer);
  }
}
