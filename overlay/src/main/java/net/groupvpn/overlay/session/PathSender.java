package net.groupvpn.overlay.session;

import net.groupvpn.overlay.path.Path;

/** Carries one frame of the session layer along a path; best effort. */
public interface PathSender {
  void send(Path path, byte[] frame);
}
