package net.groupvpn.overlay.io;

import net.groupvpn.overlay.time.Now;

/** The source of the time that the shell passes to the engine. Thread-safe; never blocks. */
public interface BootClock {
  /** Nanoseconds on a clock that never goes back; its origin means nothing. */
  long bootNanos();

  /** Milliseconds since 1970 UTC. */
  default long wallMillis() {
    return System.currentTimeMillis();
  }

  /** Both clocks, for one input of the engine. */
  default Now now() {
    return new Now(bootNanos(), wallMillis());
  }

  /**
   * The clock that every Java platform has. It stops while the machine sleeps, so leases look
   * younger after a sleep than they are. On Linux the client uses CLOCK_BOOTTIME instead.
   */
  static BootClock ofPlatform() {
    return System::nanoTime;
  }
}
