package net.groupvpn.overlay.revocation;

import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** What members say to each other about revocation lists; {@code number} is the CRL number. */
sealed interface CrlMessage {
  /** Longest piece of a list in one message, bytes. */
  int PIECE_BYTES = 6_000;

  /** The number that a member without a list offers. */
  Offer NO_LIST = new Offer(0, 0);

  /** The first byte. */
  enum Kind implements WireCode {
    OFFER(1),
    ASK(2),
    PIECE(3);

    private static final CodeTable<Kind> CODES =
        new CodeTable<>("message about revocation lists", values());

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  long number();

  byte[] encode();

  /** The sender has this list; number and length 0 mean none. */
  record Offer(long number, int length) implements CrlMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().code(Kind.OFFER).i64(number).i32(length).toBytes();
    }
  }

  /** The sender wants a piece of it. */
  record Ask(long number, int offset) implements CrlMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().code(Kind.ASK).i64(number).i32(offset).toBytes();
    }
  }

  /** A piece of the list. */
  record Piece(long number, int offset, byte[] bytes) implements CrlMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().code(Kind.PIECE).i64(number).i32(offset).fixed(bytes).toBytes();
    }
  }

  static CrlMessage decode(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    Kind kind = Kind.CODES.get(in.u8());
    long number = in.i64();
    int position = in.i32();
    if (number < 0 || position < 0 || position > RevocationList.MAX_BYTES) {
      throw new WireException("a revocation list's number or length is out of range");
    }
    byte[] rest = in.rest();
    if (rest.length > (kind == Kind.PIECE ? PIECE_BYTES : 0)) {
      throw new WireException("bytes after the end of a message");
    }
    return switch (kind) {
      case OFFER -> new Offer(number, position);
      case ASK -> new Ask(number, position);
      case PIECE -> new Piece(number, position, rest);
    };
  }
}
