package net.groupvpn.client.device;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A TAP device of Linux with IFF_VNET_HDR: one system call per frame, which with TSO stands for up
 * to 64 KB of one TCP flow. The descriptor is non-blocking; {@link LinuxPacketIo} waits for it.
 * Offloads unknown to the kernel are left out.
 */
public final class LinuxTap implements TapDevice {
  private final String name;
  private volatile long mac;
  private final int device;
  private final Set<Offload> offloads;
  private final NativeBuffer received = new NativeBuffer(MAX_FRAME_BYTES);
  private final NativeBuffer toWrite = new NativeBuffer(MAX_FRAME_BYTES);
  private boolean closed;

  private LinuxTap(TapOpener.Opened opened) {
    name = opened.name();
    mac = opened.mac();
    device = opened.descriptor();
    offloads = opened.offloads();
  }

  /** Makes a device with all offloads of the kernel. */
  public static LinuxTap open(String name) throws IOException {
    return open(name, EnumSet.allOf(Offload.class));
  }

  /**
   * Makes a device, or takes over a persistent one of that name that no program uses.
   *
   * @param name up to 15 characters; {@code gvpn%d} takes the next free number
   * @param mac the device's Ethernet address, as made by {@link LocalMac}; it is set at once, so
   *     that udev does not replace it
   * @param wanted the offloads to use where the kernel supports them
   * @throws IOException if it cannot be made; the message says what to do
   */
  public static LinuxTap open(String name, long mac, Set<Offload> wanted) throws IOException {
    return new LinuxTap(TapOpener.open(name, mac, wanted));
  }

  /** The same with a random Ethernet address. */
  public static LinuxTap open(String name, Set<Offload> wanted) throws IOException {
    return open(name, LocalMac.random(), wanted);
  }

  /** The file descriptor, for waiting. */
  int descriptor() {
    return device;
  }

  /** Waits for frames of this device alone. */
  public Waiter waiter() throws IOException {
    return LinuxWaiter.open(device);
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
  public synchronized boolean refreshMac() {
    long current = closed ? mac : TapOpener.currentMac(device, mac);
    boolean isNew = current != mac;
    mac = current;
    return isNew;
  }

  @Override
  public Set<Offload> offloads() {
    return offloads;
  }

  @Override
  public int receive() throws IOException {
    int length = received.readFrom(device);
    if (length >= 0) {
      return length;
    }
    int errno = LinuxCalls.errno();
    if (errno != LinuxCalls.EAGAIN && errno != LinuxCalls.EINTR) {
      throw new IOException(
          "reading the device " + name + " failed: " + LinuxCalls.describe(errno));
    }
    return NOTHING;
  }

  @Override
  public void copyTo(byte[] frame, int length) {
    received.copyOut(frame, length);
  }

  @Override
  public synchronized Written write(byte[] frame, int offset, int length) {
    if (closed) {
      return Written.REFUSED;
    }
    toWrite.copyIn(frame, offset, length);
    if (toWrite.writeTo(device, length) == length) {
      return Written.TAKEN;
    }
    int errno = LinuxCalls.errno();
    return errno == LinuxCalls.EINVAL || errno == LinuxCalls.EIO
        ? Written.INVALID
        : Written.REFUSED;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LinuxCalls.close(device);
    }
  }
}
