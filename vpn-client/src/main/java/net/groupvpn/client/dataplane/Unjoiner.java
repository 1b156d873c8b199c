package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.TapDevice;

/**
 * Writes what stands for many packets one by one, for devices that refuse it as a whole. Nothing is
 * lost by it but time. Belongs to one thread.
 */
final class Unjoiner {
  private final FrameWriter writer;
  private final Segmenter segmenter = new Segmenter();
  private final byte[] single = new byte[TapDevice.MAX_FRAME_BYTES];

  Unjoiner(FrameWriter writer) {
    this.writer = writer;
  }

  /**
   * Cuts and writes a joined packet; its memory is used for that.
   *
   * @param transport where its transport header begins
   * @return how many of its packets the device took
   */
  int write(Frame joined, int etherType, int packetBytes, int transport) {
    if (!segmenter.begin(joined, packetBytes)) {
      throw new IllegalStateException("what was joined here cannot be cut");
    }
    int taken = 0;
    while (segmenter.next(Integer.MAX_VALUE)) {
      int length = segmenter.length();
      System.arraycopy(joined.bytes, segmenter.start(), single, Frame.IP, length);
      taken += writer.writePartial(single, etherType, length, transport) ? 1 : 0;
    }
    return taken;
  }
}
