package net.groupvpn.client.daemon;

import java.io.IOException;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;

/** What a client needs root for. Called while starting, from one thread; may block for seconds. */
public interface Machine {
  /**
   * Makes a virtual network card.
   *
   * @throws IOException if it cannot be had; the message says what to do
   */
  TapDevice openTap(String name) throws IOException;

  /** Runs the commands that set up devices and the resolver. */
  CommandRunner commands();
}
