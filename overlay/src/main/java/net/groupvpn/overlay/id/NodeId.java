package net.groupvpn.overlay.id;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A point of the 160-bit ID space: a node's ID or a DHT key. Immutable; ordered as an unsigned
 * big-endian number.
 */
public final class NodeId implements Comparable<NodeId> {
  /** Length in bytes. */
  public static final int BYTES = 20;

  /** Length in bits, and the number of distance buckets. */
  public static final int BITS = BYTES * 8;

  private static final int SHORT_HEX_DIGITS = 8;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final long high;
  private final long middle;
  private final int low;

  private NodeId(long high, long middle, int low) {
    this.high = high;
    this.middle = middle;
    this.low = low;
  }

  /**
   * Reads an ID.
   *
   * @throws IllegalArgumentException if {@code bytes} is not {@value #BYTES} long
   */
  public static NodeId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a node ID has " + BYTES + " bytes, but this has " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new NodeId(buffer.getLong(), buffer.getLong(), buffer.getInt());
  }

  /**
   * Reads 40 hexadecimal digits.
   *
   * @throws IllegalArgumentException if {@code hex} is anything else
   */
  public static NodeId ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** The first 160 bits of SHA-256 over all parts, concatenated. */
  public static NodeId hash(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      ByteBuffer buffer = ByteBuffer.wrap(sha256.digest());
      return new NodeId(buffer.getLong(), buffer.getLong(), buffer.getInt());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A uniformly random ID. */
  public static NodeId random(RandomGenerator random) {
    return new NodeId(random.nextLong(), random.nextLong(), random.nextInt());
  }

  /** A new array of {@value #BYTES} bytes, big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(middle).putInt(low).array();
  }

  /** Writes the {@value #BYTES} bytes of {@link #toBytes} to {@code out}. */
  public void write(byte[] out, int offset) {
    LONG.set(out, offset, high);
    LONG.set(out, offset + Long.BYTES, middle);
    INT.set(out, offset + 2 * Long.BYTES, low);
  }

  /** Whether the {@value #BYTES} bytes at {@code offset} are this ID. */
  public boolean matches(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset) == high
        && (long) LONG.get(bytes, offset + Long.BYTES) == middle
        && (int) INT.get(bytes, offset + 2 * Long.BYTES) == low;
  }

  /** The XOR distance to {@code other}, itself a point of the space. */
  public NodeId distanceTo(NodeId other) {
    return new NodeId(high ^ other.high, middle ^ other.middle, low ^ other.low);
  }

  /**
   * Index of the distance bucket that {@code other} falls into, seen from this ID: {@code
   * floor(log2(distance))}, 159 for the far half of the space, -1 for this ID itself.
   */
  public int bucketOf(NodeId other) {
    return BITS - 1 - commonPrefixBits(other);
  }

  /** Number of leading bits that both IDs share, 0 to 160. */
  public int commonPrefixBits(NodeId other) {
    int bits = Long.numberOfLeadingZeros(high ^ other.high);
    if (bits < Long.SIZE) {
      return bits;
    }
    bits += Long.numberOfLeadingZeros(middle ^ other.middle);
    return bits < 2 * Long.SIZE ? bits : bits + Integer.numberOfLeadingZeros(low ^ other.low);
  }

  /** Whether {@code a} is strictly closer to this point than {@code b}. */
  public boolean isCloser(NodeId a, NodeId b) {
    return compareDistance(a, b) < 0;
  }

  /** Compares the XOR distances of {@code a} and {@code b} to this point. */
  public int compareDistance(NodeId a, NodeId b) {
    int byHigh = Long.compareUnsigned(high ^ a.high, high ^ b.high);
    if (byHigh != 0) {
      return byHigh;
    }
    int byMiddle = Long.compareUnsigned(middle ^ a.middle, middle ^ b.middle);
    return byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low ^ a.low, low ^ b.low);
  }

  /** Orders IDs by distance to this point, closest first. */
  public Comparator<NodeId> byDistance() {
    return this::compareDistance;
  }

  /** A random ID in the given distance bucket of this ID; bucket 0 to 159. */
  public NodeId randomInBucket(int bucket, RandomGenerator random) {
    byte[] distance = random(random).toBytes();
    int topByte = BYTES - 1 - bucket / Byte.SIZE;
    int topBit = 1 << (bucket % Byte.SIZE);
    for (int i = 0; i < topByte; i++) {
      distance[i] = 0;
    }
    distance[topByte] = (byte) ((distance[topByte] & (topBit - 1)) | topBit);
    return distanceTo(of(distance));
  }

  @Override
  public int compareTo(NodeId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    if (byHigh != 0) {
      return byHigh;
    }
    int byMiddle = Long.compareUnsigned(middle, other.middle);
    return byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId that
        && high == that.high
        && middle == that.middle
        && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high) * 31 + low;
  }

  /** All 40 hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  /** The first eight hexadecimal digits, for people. */
  @Override
  public String toString() {
    return toHex().substring(0, SHORT_HEX_DIGITS);
  }
}
