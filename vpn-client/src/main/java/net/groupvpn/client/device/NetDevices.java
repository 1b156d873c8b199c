package net.groupvpn.client.device;

import java.io.IOException;
import java.util.List;

/** The network devices of this machine. Any thread; may block for some milliseconds. */
public interface NetDevices {
  /**
   * Reads the present devices, in the kernel's order.
   *
   * @throws IOException if the system does not report them
   */
  List<NetDevice> list() throws IOException;
}
