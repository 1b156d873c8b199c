package net.groupvpn.client.device;

import java.io.IOException;
import java.util.List;

/** The network devices of this machine. Any thread; may block for some milliseconds. */
public interface NetDevices {
  /**
   * Looks at them now; in the kernel's order.
   *
   * @throws IOException if the system does not tell
   */
  List<NetDevice> list() throws IOException;
}
