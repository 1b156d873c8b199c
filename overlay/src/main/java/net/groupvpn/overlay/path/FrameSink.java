package net.groupvpn.overlay.path;

import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.path.Path.StreamPath;

/** Sends frames on each kind of {@link Path}. No method has a default. */
public interface FrameSink {
  /** As a UDP datagram. */
  void onDirect(DirectPath path, byte[] frame);

  /** On a TCP connection. */
  void onStream(StreamPath path, byte[] frame);

  /** Through a common neighbour. */
  void onRelay(RelayPath path, byte[] frame);

  /** Hop by hop over this realm's overlay. */
  void onOverlay(OverlayPath path, byte[] frame);

  /** Hop by hop over the public overlay. */
  void onPublicOverlay(PublicOverlayPath path, byte[] frame);
}
