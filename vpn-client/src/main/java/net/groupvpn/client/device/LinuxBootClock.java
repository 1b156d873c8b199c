package net.groupvpn.client.device;

import net.groupvpn.overlay.io.BootClock;

/** CLOCK_BOOTTIME: keeps running while the machine sleeps. */
public final class LinuxBootClock implements BootClock {
  private static final int CLOCK_BOOTTIME = 7;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int NANOS_AT = 8;

  private final NativeBuffer timespec = new NativeBuffer(16);

  @Override
  public synchronized long bootNanos() {
    if (timespec.readClock(CLOCK_BOOTTIME) != 0) {
      throw new IllegalStateException(
          "CLOCK_BOOTTIME cannot be read: " + LinuxCalls.describe(LinuxCalls.errno()));
    }
    return timespec.bytes().getLong(0) * NANOS_PER_SECOND + timespec.bytes().getLong(NANOS_AT);
  }
}
