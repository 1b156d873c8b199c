package net.groupvpn.overlay.link;

import java.util.Set;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * LINK_STATUS: one end's view of a session.
 *
 * @param life random number of the sender's end of the link; a new one means a fresh start
 * @param sequence number of this statement in that life; paths differ in speed, so an older one may
 *     come after a newer one
 * @param answers the receiver's statement that this one answers, or 0
 * @param wantsReply whether the sender repeats it until answered
 * @param joined whether the sender has joined
 * @param lastResort whether the sender takes the session for a link of last resort
 * @param reasons why the sender wants the link
 * @param observed where the sender sees the receiver, if they talk directly
 * @param offer where the sender may be reached; if they talk directly, only in the public overlay
 */
record LinkStatus(
    int life,
    int sequence,
    int answers,
    boolean wantsReply,
    boolean joined,
    boolean lastResort,
    Set<LinkReason> reasons,
    @Nullable Endpoint observed,
    @Nullable Offer offer) {

  byte[] toMessage() {
    WireWriter out =
        new WireWriter()
            .code(MessageType.LINK_STATUS)
            .i32(life)
            .i32(sequence)
            .i32(answers)
            .flag(wantsReply)
            .flag(joined)
            .flag(lastResort)
            .u8(LinkReason.toBits(reasons))
            .flag(observed != null);
    if (observed != null) {
      observed.write(out);
    }
    out.flag(offer != null);
    if (offer != null) {
      offer.write(out);
    }
    return out.toBytes();
  }

  static LinkStatus parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    int life = in.i32();
    int sequence = in.i32();
    int answers = in.i32();
    boolean wantsReply = in.flag();
    boolean joined = in.flag();
    boolean lastResort = in.flag();
    Set<LinkReason> reasons = LinkReason.ofBits(in.u8());
    @Nullable Endpoint observed = in.flag() ? Endpoint.read(in) : null;
    @Nullable Offer offer = in.flag() ? Offer.read(in) : null;
    in.end();
    return new LinkStatus(
        life, sequence, answers, wantsReply, joined, lastResort, reasons, observed, offer);
  }
}
