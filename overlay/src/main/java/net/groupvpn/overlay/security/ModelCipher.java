package net.groupvpn.overlay.security;

/**
 * Copies, and appends a checksum of key, counter, header and content in place of a real cipher's
 * tag. Eight bytes of state, so that a simulation can hold a million.
 */
final class ModelCipher implements RecordCipher {
  private static final int FORGED = -1;

  private final long key;

  ModelCipher(byte[] key, byte[] iv) {
    this.key = ModelHash.of(ModelHash.of(0, key), iv);
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
    System.arraycopy(in, inOffset, out, outOffset, length);
    long tag = tag(counter, out, outOffset, length, aadOffset, aadLength);
    ModelHash.stretch(tag, out, outOffset + length, TAG_BYTES);
    return length + TAG_BYTES;
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
    int plain = length - TAG_BYTES;
    if (plain < 0) {
      return FORGED;
    }
    long tag = tag(counter, in, inOffset, plain, aadOffset, aadLength);
    byte[] expected = ModelHash.stretch(tag, TAG_BYTES);
    for (int i = 0; i < TAG_BYTES; i++) {
      if (expected[i] != in[inOffset + plain + i]) {
        return FORGED;
      }
    }
    System.arraycopy(in, inOffset, out, outOffset, plain);
    return plain;
  }

  private long tag(long counter, byte[] frame, int from, int length, int aadFrom, int aadLength) {
    long header = ModelHash.of(key ^ counter, frame, aadFrom, aadLength);
    return ModelHash.of(header, frame, from, length);
  }
}
