package net.groupvpn.gateway.nat;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all flows, in blocks. A member may hold as much as is left free (Choudhury and
 * Hahne, "Dynamic queue length thresholds"): one alone gets half of all, two a third each, and
 * whoever comes last always finds some. Not thread-safe.
 */
final class BlockPool {
  /** Length of a block. */
  static final int BLOCK_BYTES = 16 << 10;

  private static final int QUEUE_SHARE = 8;

  private final int blocks;
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();
  private int taken;

  BlockPool(int blocks) {
    this.blocks = blocks;
  }

  /** A block with any content, or null if this member must do without. */
  byte @Nullable [] take(MemberAccount member) {
    if (spareBlocks(member) <= 0) {
      return null;
    }
    taken++;
    member.blocks++;
    byte[] block = spare.poll();
    return block != null ? block : new byte[BLOCK_BYTES];
  }

  void giveBack(MemberAccount member, byte[] block) {
    taken--;
    member.blocks--;
    // As many are kept as are in use: a burst does not hold memory for ever.
    if (spare.size() <= taken) {
      spare.push(block);
    }
  }

  /** How many more a member may take now. */
  int spareBlocks(MemberAccount member) {
    return blocks - taken - member.blocks;
  }

  /**
   * How long a queue may become: a share of what its member may still take, so that each queue that
   * stands still leaves most of the rest to others.
   */
  int capacity(MemberAccount member, int queuedBytes, int maxBytes) {
    int spare = Math.max(0, spareBlocks(member));
    int share = Math.max(Math.min(1, spare), spare / QUEUE_SHARE) * BLOCK_BYTES;
    return Math.min(maxBytes, queuedBytes + share);
  }

  /** How many are in use. */
  int taken() {
    return taken;
  }
}
