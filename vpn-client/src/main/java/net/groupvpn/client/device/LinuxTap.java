package net.groupvpn.client.device;

import java.io.IOException;

/**
 * A TAP device of Linux: one system call for each frame. The descriptor does not block; a reader
 * with nothing to read waits in poll(2) for a frame or for {@link #close}, which writes to an
 * eventfd. The descriptors are closed only when no thread is in a system call on them, since the
 * system gives their numbers to the next file that is opened.
 */
public final class LinuxTap implements TapDevice {
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int POLLIN = 1;
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS_AT = 4;

  private final String name;
  private final long mac;
  private final int device;
  private final int wakeUp;
  private final NativeBuffer pollDescriptors = new NativeBuffer(2 * POLLFD_BYTES);
  private final NativeBuffer received = new NativeBuffer(MAX_FRAME_BYTES);
  private final NativeBuffer toWrite = new NativeBuffer(MAX_FRAME_BYTES);
  private final Object reading = new Object();
  private final Object writing = new Object();
  private volatile boolean closed;

  private LinuxTap(TapOpener.Opened opened, int wakeUp) {
    name = opened.name();
    mac = opened.mac();
    device = opened.descriptor();
    this.wakeUp = wakeUp;
    watch(0, device);
    watch(1, wakeUp);
  }

  private void watch(int index, int descriptor) {
    pollDescriptors.bytes().putInt(index * POLLFD_BYTES, descriptor);
    pollDescriptors.bytes().putShort(index * POLLFD_BYTES + EVENTS_AT, (short) POLLIN);
  }

  /**
   * Makes a device, or takes over a persistent one of that name that no program uses.
   *
   * @param name up to 15 characters; {@code gvpn%d} takes the next free number
   * @throws IOException if it cannot be had; the message says what to do
   */
  public static LinuxTap open(String name) throws IOException {
    TapOpener.Opened opened = TapOpener.open(name);
    int wakeUp = LinuxCalls.eventfd(0, EFD_CLOEXEC);
    if (wakeUp < 0) {
      String reason = LinuxCalls.describe(LinuxCalls.errno());
      LinuxCalls.close(opened.descriptor());
      throw new IOException("cannot make an eventfd: " + reason);
    }
    return new LinuxTap(opened, wakeUp);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long mac() {
    return mac;
  }

  @Override
  public int read(byte[] frame) throws IOException {
    synchronized (reading) {
      while (!closed) {
        int length = received.readFrom(device);
        if (length >= 0) {
          received.copyOut(frame, length);
          return length;
        }
        waitAfter(LinuxCalls.errno());
      }
      return CLOSED;
    }
  }

  private void waitAfter(int errno) throws IOException {
    if (errno == LinuxCalls.EAGAIN) {
      pollDescriptors.poll(2);
    } else if (errno != LinuxCalls.EINTR) {
      throw new IOException(
          "reading the device " + name + " failed: " + LinuxCalls.describe(errno));
    }
  }

  @Override
  public boolean write(byte[] frame, int offset, int length) {
    synchronized (writing) {
      if (closed) {
        return false;
      }
      toWrite.copyIn(frame, offset, length);
      return toWrite.writeTo(device, length) == length;
    }
  }

  @Override
  public void close() {
    if (!markClosed()) {
      return;
    }
    synchronized (reading) {
      synchronized (writing) {
        LinuxCalls.close(device);
        LinuxCalls.close(wakeUp);
      }
    }
  }

  /** Wakes the reader, which then leaves {@code reading}. */
  private boolean markClosed() {
    synchronized (writing) {
      if (closed) {
        return false;
      }
      closed = true;
      NativeBuffer one = new NativeBuffer(Long.BYTES);
      one.bytes().putLong(0, 1);
      one.writeTo(wakeUp, Long.BYTES);
      return true;
    }
  }
}
