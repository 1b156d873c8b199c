package net.groupvpn.overlay.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.groupvpn.overlay.id.NodeId;

/**
 * Reads big-endian fields from a slice of an array. Every length is checked before anything is
 * allocated; reading past the end throws {@link WireException}.
 */
public final class WireReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  /** Reads {@code length} bytes of {@code bytes} from {@code offset}. */
  public WireReader(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || length > bytes.length - offset) {
      throw new IndexOutOfBoundsException("slice " + offset + "+" + length + " of " + bytes.length);
    }
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /** Reads all of {@code bytes}. */
  public WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Bytes left. */
  public int remaining() {
    return end - position;
  }

  /** One byte, 0 to 255. */
  public int u8() throws WireException {
    need(1);
    return bytes[position++] & 0xff;
  }

  /** Two bytes, 0 to 65,535. */
  public int u16() throws WireException {
    return u8() << 8 | u8();
  }

  /** Four bytes. */
  public int i32() throws WireException {
    return u16() << 16 | u16();
  }

  /** Eight bytes. */
  public long i64() throws WireException {
    return (long) i32() << 32 | (i32() & 0xffff_ffffL);
  }

  /** One byte that must be 0 or 1. */
  public boolean flag() throws WireException {
    int value = u8();
    if (value > 1) {
      throw new WireException("a flag is 0 or 1");
    }
    return value == 1;
  }

  /** A node ID or key. */
  public NodeId nodeId() throws WireException {
    return NodeId.of(fixed(NodeId.BYTES));
  }

  /** Exactly {@code length} bytes, copied. */
  public byte[] fixed(int length) throws WireException {
    need(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, position, copy, 0, length);
    position += length;
    return copy;
  }

  /** A two-byte length, at most {@code maxLength}, then that many bytes, copied. */
  public byte[] variable(int maxLength) throws WireException {
    int length = u16();
    if (length > maxLength) {
      throw new WireException("a field is longer than its limit");
    }
    return fixed(length);
  }

  /** A two-byte length, at most {@code maxBytes}, then valid UTF-8 that can be displayed. */
  public String text(int maxBytes) throws WireException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(variable(maxBytes)))
              .toString();
    } catch (CharacterCodingException e) {
      throw new WireException("text is not UTF-8");
    }
    if (!PlainText.isPlain(text)) {
      throw new WireException("text has characters that cannot be displayed");
    }
    return text;
  }

  /** A text that consists of lower-case letters only, such as the kind of a path. */
  public String word(int maxBytes) throws WireException {
    String word = text(maxBytes);
    if (!word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      throw new WireException("a word has characters other than lower-case letters");
    }
    return word;
  }

  /** A one-byte count, at most {@code max}. */
  public int count(int max) throws WireException {
    int count = u8();
    if (count > max) {
      throw new WireException("a list is longer than its limit");
    }
    return count;
  }

  /** Everything that is left, copied. */
  public byte[] rest() throws WireException {
    return fixed(remaining());
  }

  /** Throws unless everything has been read. */
  public void end() throws WireException {
    if (position != end) {
      throw new WireException("bytes after the end of a message");
    }
  }

  private void need(int length) throws WireException {
    if (length > end - position) {
      throw new WireException("a message ends too early");
    }
  }
}
