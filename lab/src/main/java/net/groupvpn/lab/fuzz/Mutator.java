package net.groupvpn.lab.fuzz;

import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;

/** Mutates messages. The first byte, which identifies the message, stays. */
final class Mutator {
  private static final int MAX_CHANGES = 4;
  private static final byte[] EDGES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

  private final Dice dice;

  Mutator(Dice dice) {
    this.dice = dice;
  }

  /** Changes some bytes in place. */
  void touch(byte[] bytes, int offset, int length) {
    if (length < 2) {
      return;
    }
    for (int changes = 1 + dice.below(MAX_CHANGES); changes > 0; changes--) {
      int at = offset + 1 + dice.below(length - 1);
      switch (dice.below(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << dice.below(Byte.SIZE));
        case 1 -> bytes[at] = EDGES[dice.below(EDGES.length)];
        case 2 -> bytes[at] = (byte) dice.u8();
        default -> overwrite(bytes, at, offset + length);
      }
    }
  }

  private void overwrite(byte[] bytes, int at, int end) {
    byte[] field = dice.flag() ? dice.id().toBytes() : new byte[NodeId.BYTES];
    System.arraycopy(field, 0, bytes, at, Math.min(field.length, end - at));
  }

  /** The same with some bytes changed, removed, repeated or added. */
  byte[] change(byte[] message) {
    byte[] changed = message.clone();
    if (!dice.oneIn(4)) {
      touch(changed, 0, changed.length);
    }
    return switch (dice.below(6)) {
      case 0 -> Arrays.copyOf(changed, 1 + dice.upTo(changed.length - 1));
      case 1 -> Arrays.copyOf(changed, changed.length + dice.upTo(64));
      case 2 -> repeat(changed);
      default -> changed;
    };
  }

  private byte[] repeat(byte[] bytes) {
    byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    return twice;
  }
}
