package net.groupvpn.client.request;

import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;

/** Guards questions to all members, which make no sense before this one has found them. */
final class Joined {
  private Joined() {}

  static void need(RunningClient running) throws ControlException {
    if (!Ask.now(running.loop(), () -> running.room().node().isJoined())) {
      throw new ControlException(
          "joining", "this client has not joined yet; wait until \"groupvpn status\" says so");
    }
  }
}
