package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/**
 * A virtual Ethernet device: receives what the operating system sends, and writes to it. A frame is
 * a {@link VirtioHeader}, an Ethernet header, and one packet or what stands for many; there is no
 * checksum at the end. One thread receives; any thread may write or close.
 */
public interface TapDevice extends Closeable {
  /** What {@link #receive} returns while there is no frame. */
  int NOTHING = 0;

  /** Longest frame, bytes: both headers and the longest IP packet. */
  int MAX_FRAME_BYTES = VirtioHeader.BYTES + 14 + 65_535;

  /** The name under which the operating system knows it, such as {@code gvpn0}. */
  String name();

  /** The device's own Ethernet address, 48 bits, as of the last {@link #refreshMac}. Any thread. */
  long mac();

  /**
   * Reads the device's present Ethernet address: others may change it, and the operating system
   * accepts no frame for an address other than its own. Any thread.
   *
   * @return whether it has changed
   */
  boolean refreshMac();

  /** What the operating system and this device do for each other. */
  Set<Offload> offloads();

  /**
   * Takes the next frame; does not wait.
   *
   * @return its length in bytes, or {@link #NOTHING}
   * @throws IOException if the device is broken, closed, or was removed
   */
  int receive() throws IOException;

  /** Copies the frame that was received last. */
  void copyTo(byte[] frame, int length);

  /** The result of writing a frame. */
  enum Written {
    TAKEN,
    /** The device is closed or too busy. */
    REFUSED,
    /** The system rejects its content, or the device is down: the two cannot be distinguished. */
    INVALID
  }

  /** Passes one frame to the operating system; does not wait. The bytes are not kept. */
  Written write(byte[] frame, int offset, int length);

  /** Closes it once no thread receives. Closing twice does nothing. */
  @Override
  void close();
}
