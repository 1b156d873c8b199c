package net.groupvpn.dhcpdns.dhcp;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often each machine is answered, so that one cannot keep the engine busy. Whoever invents
 * Ethernet addresses pushes others out of the table, which only forgives them; the data plane
 * limits all together.
 */
final class ClientRates {
  /**
   * Most messages of one machine in a window: a person may start, renew and release ten times, and
   * a lost release keeps the lease for its whole time.
   */
  static final int MAX_MESSAGES = 50;

  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Most machines that are counted; the one that has been for longest goes first. */
  static final int MAX_MACHINES = 256;

  private static final class Window {
    private final long sinceNanos;
    private int messages;

    Window(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final Map<Long, Window> windows = new LinkedHashMap<>();

  /** Counts one message; false if it is one too many. */
  boolean admit(long mac, long nowNanos) {
    Window window = windows.get(mac);
    if (window == null || nowNanos - window.sinceNanos >= WINDOW_NANOS) {
      windows.remove(mac);
      makeRoom();
      window = new Window(nowNanos);
      windows.put(mac, window);
    }
    return ++window.messages <= MAX_MESSAGES;
  }

  private void makeRoom() {
    if (windows.size() >= MAX_MACHINES) {
      Iterator<Window> eldest = windows.values().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}
