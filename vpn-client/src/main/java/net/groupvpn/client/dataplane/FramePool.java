package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.TapDevice;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all frames that wait to be sent: a few large ones for frames that stand for many
 * packets, and many small ones. They are made when first needed. The one used last is used next,
 * because it is in the processor's cache. Belongs to one thread.
 */
final class FramePool {
  static final int LARGE_FRAMES = 64;
  static final int SMALL_FRAMES = 512;
  private static final int SMALL_BYTES = 2_048;

  private final Shelf large = new Shelf(TapDevice.MAX_FRAME_BYTES, LARGE_FRAMES);
  private final Shelf small = new Shelf(SMALL_BYTES, SMALL_FRAMES);

  /** Frames of one size. */
  private static final class Shelf {
    private final int frameBytes;
    private final int limit;
    private int made;
    private @Nullable Frame top;

    Shelf(int frameBytes, int limit) {
      this.frameBytes = frameBytes;
      this.limit = limit;
    }

    @Nullable Frame take() {
      Frame taken = top;
      if (taken == null && made < limit) {
        made++;
        return new Frame(new byte[frameBytes]);
      }
      if (taken != null) {
        top = taken.next;
        taken.next = null;
      }
      return taken;
    }

    void put(Frame frame) {
      frame.next = top;
      top = frame;
    }
  }

  /** A frame with room for {@code length} bytes, or null if all are in use. */
  @Nullable Frame take(int length) {
    Frame frame = (length <= SMALL_BYTES ? small : large).take();
    if (frame != null) {
      frame.length = length;
    }
    return frame;
  }

  /** Returns a frame to the pool. */
  void put(Frame frame) {
    (frame.bytes.length <= SMALL_BYTES ? small : large).put(frame);
  }
}
