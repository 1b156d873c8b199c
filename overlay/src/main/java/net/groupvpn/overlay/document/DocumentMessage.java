package net.groupvpn.overlay.document;

import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** What members say to each other about their documents of one kind, by number. */
sealed interface DocumentMessage {
  /** Longest piece of a document in one message, bytes. */
  int PIECE_BYTES = 6_000;

  /** What a member without a document offers. */
  Offer NONE = new Offer(0, 0, null);

  /** The first byte. */
  enum Kind implements WireCode {
    OFFER(1),
    ASK(2),
    PIECE(3);

    private static final CodeTable<Kind> CODES =
        new CodeTable<>("message about documents", values());

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

  /**
   * The sender has this document; number and length 0 mean none.
   *
   * @param digest the document's hash, if its kind has such
   */
  record Offer(long number, int length, @Nullable NodeId digest) implements DocumentMessage {
    @Override
    public byte[] encode() {
      WireWriter writer = new WireWriter().code(Kind.OFFER).i64(number).i32(length);
      return (digest == null ? writer : writer.nodeId(digest)).toBytes();
    }

    /** Whether there is something in it for a member that has {@code own}. */
    boolean isNewsFor(Offer own) {
      return length > 0
          && (number > own.number || (number == own.number && !Objects.equals(digest, own.digest)));
    }
  }

  /** The sender wants a piece of it. */
  record Ask(long number, int offset) implements DocumentMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().code(Kind.ASK).i64(number).i32(offset).toBytes();
    }
  }

  /** A piece of the document. */
  record Piece(long number, int offset, byte[] bytes) implements DocumentMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().code(Kind.PIECE).i64(number).i32(offset).fixed(bytes).toBytes();
    }
  }

  /** Reads a message about documents of this kind. */
  static DocumentMessage decode(byte[] message, DocumentKind of) throws WireException {
    WireReader in = new WireReader(message);
    Kind kind = Kind.CODES.get(in.u8());
    long number = in.i64();
    int position = in.i32();
    if (number < 0 || position < 0 || position > of.maxBytes()) {
      throw new WireException("a document's number or length is out of range");
    }
    DocumentMessage read =
        switch (kind) {
          case OFFER -> new Offer(number, position, of.hasDigests() ? in.nodeId() : null);
          case ASK -> new Ask(number, position);
          case PIECE ->
              new Piece(number, position, in.fixed(Math.min(PIECE_BYTES, in.remaining())));
        };
    in.end();
    return read;
  }
}
