package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.TapDevice;

/**
 * Writes a frame that stands for many packets one packet at a time, for devices that refuse the
 * whole. It costs only time. Belongs to one thread.
 */
final class Unjoiner {
  private final FrameWriter writer;
  private final Segmenter segmenter = new Segmenter();
  private final byte[] single = new byte[TapDevice.MAX_FRAME_BYTES];

  Unjoiner(FrameWriter writer) {
    this.writer = writer;
  }

  /**
   * Cuts and writes a joined packet; overwrites its memory.
   *
   * @param transport where its transport header begins
   * @return how many of its packets the device accepted
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
