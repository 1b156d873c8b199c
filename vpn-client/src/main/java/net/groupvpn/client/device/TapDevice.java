package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;

/**
 * A virtual Ethernet device: what the operating system sends is read, what is written it receives.
 * Frames have no checksum at the end. One thread reads; any thread may write or close.
 */
public interface TapDevice extends Closeable {
  /** What {@link #read} answers once the device is closed. */
  int CLOSED = -1;

  /** Longest frame: an Ethernet header and the longest IP packet. */
  int MAX_FRAME_BYTES = 14 + 65_535;

  /** The name under which the operating system knows it, such as {@code gvpn0}. */
  String name();

  /** The device's own Ethernet address, 48 bits. */
  long mac();

  /**
   * Waits for one frame. One thread at a time.
   *
   * @param frame has room for {@link #MAX_FRAME_BYTES}
   * @return the frame's length in bytes, or {@link #CLOSED}
   * @throws IOException if the device is broken or was removed; a closed one is no error
   */
  int read(byte[] frame) throws IOException;

  /**
   * Hands one frame to the operating system; does not wait. The bytes are not kept.
   *
   * @return false if it was refused: device down, closed or too busy
   */
  boolean write(byte[] frame, int offset, int length);

  /** Wakes the reader. Closing twice does nothing. */
  @Override
  void close();
}
