package net.groupvpn.lab.fuzz;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.RecordCipher;

/**
 * The hostile node's security. Its ciphers show all plaintext to a {@link Tap}, and change some of
 * what the node sends before it is sealed. So peers get mutated messages with the right tokens, in
 * the right state.
 */
final class PatchedSecurity extends CredulousSecurity {
  /** One in this many records that the node itself sends is changed. */
  private static final int CHANGED_ONE_IN = 3;

  private final Dice dice;
  private final Tap tap;
  private final Mutator mutator;
  private boolean changing;

  PatchedSecurity(NodeId nodeId, Dice dice, Tap tap, Mutator mutator) {
    super(nodeId);
    this.dice = dice;
    this.tap = tap;
    this.mutator = mutator;
  }

  /** Whether to change what is sealed from now on; off at first. */
  void setChanging(boolean wanted) {
    changing = wanted;
  }

  @Override
  public RecordCipher cipher(byte[] key, byte[] iv) {
    return new Patched(super.cipher(key, iv));
  }

  private final class Patched implements RecordCipher {
    private final RecordCipher cipher;

    Patched(RecordCipher cipher) {
      this.cipher = cipher;
    }

    @Override
    public int seal(
        long counter,
        byte[] in,
        int inOffset,
        int length,
        byte[] out,
        int outOffset,
        int aadOffset,
        int aadLength) {
      tap.note(in, inOffset, length);
      byte[] plain = in.clone();
      if (changing && dice.oneIn(CHANGED_ONE_IN)) {
        mutator.touch(plain, inOffset, length);
      }
      return cipher.seal(counter, plain, inOffset, length, out, outOffset, aadOffset, aadLength);
    }

    @Override
    public int open(
        long counter,
        byte[] in,
        int inOffset,
        int length,
        byte[] out,
        int outOffset,
        int aadOffset,
        int aadLength) {
      int opened = cipher.open(counter, in, inOffset, length, out, outOffset, aadOffset, aadLength);
      tap.note(out, outOffset, opened);
      return opened;
    }
  }
}
