package net.groupvpn.overlay.path;

/** Carries one frame along a path; best effort. */
public interface PathSender {
  void send(Path path, byte[] frame);
}
