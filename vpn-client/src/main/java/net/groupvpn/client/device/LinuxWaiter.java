package net.groupvpn.client.device;

import java.io.IOException;

/** poll(2) for descriptors and for an eventfd that wakes it. */
final class LinuxWaiter implements Waiter {
  /** Stands for no descriptor: poll ignores it. */
  static final int NONE = -1;

  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int POLLIN = 1;
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS_AT = 4;
  private static final int RETURNED_AT = 6;

  private final int wakeUp;
  private final int count;
  private final NativeBuffer descriptors;
  private final NativeBuffer drained = new NativeBuffer(Long.BYTES);
  private boolean closed;

  private LinuxWaiter(int wakeUp, int... watched) {
    this.wakeUp = wakeUp;
    count = watched.length + 1;
    descriptors = new NativeBuffer(count * POLLFD_BYTES);
    for (int i = 0; i < watched.length; i++) {
      watch(i, watched[i]);
    }
    watch(watched.length, wakeUp);
  }

  private void watch(int index, int descriptor) {
    descriptors.bytes().putInt(index * POLLFD_BYTES, descriptor);
    descriptors.bytes().putShort(index * POLLFD_BYTES + EVENTS_AT, (short) POLLIN);
  }

  static LinuxWaiter open(int... watched) throws IOException {
    int wakeUp = LinuxCalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wakeUp < 0) {
      throw new IOException("cannot make an eventfd: " + LinuxCalls.describe(LinuxCalls.errno()));
    }
    return new LinuxWaiter(wakeUp, watched);
  }

  @Override
  public void await() throws IOException {
    if (descriptors.poll(count) < 0 && LinuxCalls.errno() != LinuxCalls.EINTR) {
      throw new IOException("poll failed: " + LinuxCalls.describe(LinuxCalls.errno()));
    }
    if (descriptors.bytes().getShort((count - 1) * POLLFD_BYTES + RETURNED_AT) != 0) {
      drained.readFrom(wakeUp);
    }
  }

  @Override
  public synchronized void wake() {
    if (!closed) {
      NativeBuffer one = new NativeBuffer(Long.BYTES);
      one.bytes().putLong(0, 1);
      one.writeTo(wakeUp, Long.BYTES);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LinuxCalls.close(wakeUp);
    }
  }
}
