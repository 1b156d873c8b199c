package net.groupvpn.overlay.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * Reads the DER subset that certificates use (X.690): definite, minimal lengths and one-byte tags
 * only. A reader sees the content of one element; it never looks past its end and never recurses,
 * so the cost of any input is bounded by its length.
 */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int ENUMERATED = 0x0a;
  static final int UTF8_STRING = 0x0c;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final int CONTEXT_PRIMITIVE = 0x80;
  private static final int TAG_NUMBER_MASK = 0x1f;
  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;
  private static final int UTC_TIME_CHARS = 13;
  private static final int UTC_TIME_PIVOT = 50;
  private static final int MAX_INTEGER_BYTES = 21;

  private final byte[] bytes;
  private final int end;
  private int position;

  private Der(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Reads {@code bytes}. */
  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  static int constructed(int contextTag) {
    return CONTEXT_CONSTRUCTED | contextTag;
  }

  static int primitive(int contextTag) {
    return CONTEXT_PRIMITIVE | contextTag;
  }

  boolean hasMore() {
    return position < end;
  }

  boolean nextIs(int tag) {
    return hasMore() && (bytes[position] & 0xff) == tag;
  }

  /** Throws if anything is left. */
  void end() throws IdentityException {
    if (hasMore()) {
      throw bad("has bytes after its end");
    }
  }

  /** A reader of the next element's content. */
  Der enter(int tag) throws IdentityException {
    int length = header(tag);
    Der content = new Der(bytes, position, position + length);
    position += length;
    return content;
  }

  /** The next element whole: tag, length and content. */
  byte[] raw(int tag) throws IdentityException {
    int start = position;
    int length = header(tag);
    position += length;
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** The next element's content. */
  byte[] content(int tag) throws IdentityException {
    Der inner = enter(tag);
    return Arrays.copyOfRange(bytes, inner.position, inner.end);
  }

  BigInteger integer(int tag) throws IdentityException {
    byte[] value = content(tag);
    boolean padded =
        value.length > 1 && ((value[0] == 0 && value[1] >= 0) || (value[0] == -1 && value[1] < 0));
    if (value.length == 0 || value.length > MAX_INTEGER_BYTES || padded) {
      throw bad("has a malformed number");
    }
    return new BigInteger(value);
  }

  int smallInteger(int tag) throws IdentityException {
    BigInteger value = integer(tag);
    if (value.bitLength() >= Integer.SIZE) {
      throw bad("has a number out of range");
    }
    return value.intValue();
  }

  /** TRUE, the only value that DER writes where FALSE is the default. */
  void isTrue() throws IdentityException {
    byte[] value = content(BOOLEAN);
    if (value.length != 1 || value[0] != -1) {
      throw bad("has a malformed flag");
    }
  }

  /** A bit string of whole bytes. */
  byte[] bits() throws IdentityException {
    byte[] value = content(BIT_STRING);
    if (value.length == 0 || value[0] != 0) {
      throw bad("has a malformed bit string");
    }
    return Arrays.copyOfRange(value, 1, value.length);
  }

  /** An object identifier in dotted form. */
  String oid() throws IdentityException {
    try {
      return ASN1ObjectIdentifier.fromContents(content(OBJECT_IDENTIFIER)).getId();
    } catch (IllegalArgumentException e) {
      throw bad("has a malformed object identifier");
    }
  }

  /** UTF-8 without control characters. */
  String text(int tag, int maxBytes) throws IdentityException {
    byte[] value = content(tag);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      if (value.length > maxBytes || text.codePoints().anyMatch(Character::isISOControl)) {
        throw bad("has a text that is too long or holds control characters");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw bad("has a text that is not UTF-8");
    }
  }

  /** UTCTime or GeneralizedTime to seconds, as RFC 5280 4.1.2.5 has them, in milliseconds. */
  long timeMillis() throws IdentityException {
    boolean utc = nextIs(UTC_TIME);
    byte[] value = content(utc ? UTC_TIME : GENERALIZED_TIME);
    String digits = new String(value, StandardCharsets.ISO_8859_1);
    if (!digits.matches(utc ? "[0-9]{12}Z" : "[0-9]{14}Z")) {
      throw bad("has a malformed time");
    }
    return parseTime(utc ? century(digits) + digits : digits);
  }

  private static String century(String utcTime) {
    assert utcTime.length() == UTC_TIME_CHARS;
    return Integer.parseInt(utcTime.substring(0, 2)) >= UTC_TIME_PIVOT ? "19" : "20";
  }

  private static long parseTime(String digits) throws IdentityException {
    int[] part = new int[5];
    for (int i = 0; i < part.length; i++) {
      part[i] = Integer.parseInt(digits.substring(4 + 2 * i, 6 + 2 * i));
    }
    try {
      int year = Integer.parseInt(digits.substring(0, 4));
      return LocalDateTime.of(year, part[0], part[1], part[2], part[3], part[4])
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw bad("has a time that does not exist");
    }
  }

  private int header(int tag) throws IdentityException {
    if (!nextIs(tag) || (tag & TAG_NUMBER_MASK) == TAG_NUMBER_MASK) {
      throw bad("does not have the expected fields");
    }
    position++;
    int length = length();
    if (length > end - position) {
      throw bad("ends too early");
    }
    return length;
  }

  private int length() throws IdentityException {
    int first = next();
    if (first < LONG_FORM) {
      return first;
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw bad("has a malformed length");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << Byte.SIZE | next();
    }
    if (length < LONG_FORM || length >>> (Byte.SIZE * (count - 1)) == 0) {
      throw bad("has a length that is not minimal");
    }
    return length;
  }

  private int next() throws IdentityException {
    if (!hasMore()) {
      throw bad("ends too early");
    }
    return bytes[position++] & 0xff;
  }

  private static IdentityException bad(String what) {
    return new IdentityException("the structure " + what);
  }
}
