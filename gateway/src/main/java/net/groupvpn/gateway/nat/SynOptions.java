package net.groupvpn.gateway.nat;

import java.nio.ByteBuffer;

/** Options of SYN segments: MSS (RFC 9293 3.7.1), window scale (RFC 7323), SACK (RFC 2018). */
final class SynOptions {
  private static final int DEFAULT_MSS_4 = 536;
  private static final int DEFAULT_MSS_6 = 1_220;

  /** A member that wants less makes work for its gateway, not sense. */
  private static final int MIN_MSS = 216;

  private static final int MSS = 2 << 24 | 4 << 16;
  private static final int NOP_WINDOW = 1 << 24 | 3 << 16 | 3 << 8;
  private static final int NOP_NOP_SACK_PERMITTED = 1 << 24 | 1 << 16 | 4 << 8 | 2;
  private static final int MAX_BYTES = 12;

  private SynOptions() {}

  /** The longest data of a segment to the member that sent this SYN. */
  static int memberMss(Segment syn, FlowKey key, int ownMss) {
    int fallback = key.member().isIpv4() ? DEFAULT_MSS_4 : DEFAULT_MSS_6;
    int asked = syn.maxSegmentBytes == 0 ? fallback : syn.maxSegmentBytes;
    return Math.min(ownMss, Math.max(MIN_MSS, asked));
  }

  /** What to answer a SYN: only what it has itself. */
  static byte[] answer(Segment syn, int ownMss) {
    ByteBuffer options = ByteBuffer.allocate(MAX_BYTES).putInt(MSS | ownMss);
    if (syn.windowShift != Segment.NONE) {
      options.putInt(NOP_WINDOW | TcpReceiver.SHIFT);
    }
    if (syn.sackPermitted) {
      options.putInt(NOP_NOP_SACK_PERMITTED);
    }
    byte[] bytes = new byte[options.flip().remaining()];
    options.get(bytes);
    return bytes;
  }
}
