package net.groupvpn.overlay.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.groupvpn.overlay.wire.CodeTable;

/**
 * The fixed first bytes of every datagram. A host finds the realm by them, and the data plane its
 * key set. All methods except {@link #type(byte[], int, int)} need a frame whose type was checked.
 */
public final class FrameHeader {
  /** The second byte. */
  public static final int VERSION = 2;

  /** Length of a realm's tag in HANDSHAKE frames, bytes. */
  public static final int REALM_BYTES = 8;

  /** Header of a SEALED frame: type, version, receiver's index, counter. */
  public static final int SEALED_HEADER_BYTES = 14;

  /** Bits of a counter that number the records of one epoch; the epoch stands above them. */
  public static final int SEQUENCE_BITS = 48;

  private static final CodeTable<FrameType> TYPES = new CodeTable<>("frame", FrameType.values());
  private static final int DATA_BIT = 1;
  private static final int REALM_OFFSET = 2;
  private static final int INDEX_OFFSET = 2;
  private static final int COUNTER_OFFSET = 6;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private FrameHeader() {}

  /** The type of a whole frame. */
  public static FrameType type(byte[] frame) {
    return type(frame, 0, frame.length);
  }

  /** The type; a frame of a known type has all the bytes that this class reads. */
  public static FrameType type(byte[] bytes, int offset, int length) {
    if (length < 2 || bytes[offset + 1] != VERSION) {
      return FrameType.UNKNOWN;
    }
    FrameType type = TYPES.find(bytes[offset] & 0xff);
    return type == null || length < leastBytes(type) ? FrameType.UNKNOWN : type;
  }

  private static int leastBytes(FrameType type) {
    return switch (type) {
      case HANDSHAKE, RETRY -> REALM_OFFSET + REALM_BYTES;
      case SEALED -> RecordSealer.OVERHEAD_BYTES;
      case PROBE, UNKNOWN -> 0;
    };
  }

  /** Whether this is a whole SEALED frame. */
  public static boolean isSealed(byte[] frame) {
    return type(frame) == FrameType.SEALED;
  }

  /** Whether this is a SEALED frame for a DATA key set. */
  public static boolean isData(byte[] bytes, int offset, int length) {
    return type(bytes, offset, length) == FrameType.SEALED && isData(receiverIndex(bytes, offset));
  }

  /** Whether a HANDSHAKE or RETRY frame is for the realm with this tag. */
  public static boolean isForRealm(byte[] frame, byte[] realmTag) {
    return Arrays.equals(frame, REALM_OFFSET, REALM_OFFSET + REALM_BYTES, realmTag, 0, REALM_BYTES);
  }

  /** The receiver's index of a SEALED frame; bit 0 is set for DATA. */
  public static int receiverIndex(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset + INDEX_OFFSET);
  }

  /** The index of the DATA key set beside a CONTROL one. */
  public static int dataIndex(int controlIndex) {
    return controlIndex | DATA_BIT;
  }

  /** The index of the CONTROL key set beside a DATA one, or itself. */
  public static int controlIndex(int index) {
    return index & ~DATA_BIT;
  }

  /** Whether a receiver's index names a DATA key set. */
  public static boolean isData(int receiverIndex) {
    return (receiverIndex & DATA_BIT) != 0;
  }

  /** The counter of a SEALED frame: 16 bits of epoch, 48 of sequence. */
  public static long counter(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset + COUNTER_OFFSET);
  }

  static void writeSealed(byte[] out, int offset, int receiverIndex, long counter) {
    out[offset] = (byte) FrameType.SEALED.code();
    out[offset + 1] = VERSION;
    INT.set(out, offset + INDEX_OFFSET, receiverIndex);
    LONG.set(out, offset + COUNTER_OFFSET, counter);
  }
}
