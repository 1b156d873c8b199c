package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * SPREAD_ANSWER.
 *
 * @param token token of the request
 * @param totals {@link Totals#NONE} unless done
 */
record SpreadAnswer(long token, State state, Totals totals) {
  enum State implements WireCode {
    /** The receiver has accepted the region; keep asking. */
    WORKING(0),
    /** The region is done; the answer carries its totals. */
    DONE(1),
    /** The receiver refuses; ask another node. */
    REFUSED(2);

    private static final CodeTable<State> CODES = new CodeTable<>("state of a broadcast", values());

    private final int code;

    State(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

    private static State of(int code) throws WireException {
      return CODES.get(code);
    }
  }

  static SpreadAnswer working(long token) {
    return new SpreadAnswer(token, State.WORKING, Totals.NONE);
  }

  static SpreadAnswer refused(long token) {
    return new SpreadAnswer(token, State.REFUSED, Totals.NONE);
  }

  byte[] toMessage() {
    WireWriter out = new WireWriter().code(MessageType.SPREAD_ANSWER).i64(token).code(state);
    if (state == State.DONE) {
      totals.write(out);
    }
    return out.toBytes();
  }

  static SpreadAnswer parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    long token = in.i64();
    State state = State.of(in.u8());
    Totals totals = state == State.DONE ? Totals.read(in) : Totals.NONE;
    in.end();
    return new SpreadAnswer(token, state, totals);
  }
}
