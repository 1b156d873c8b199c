package net.groupvpn.overlay.path;

/** The kinds of {@link Path}, the best first, whatever their round-trip times. */
public enum PathKind {
  DIRECT,
  STREAM,
  RELAY,
  OVERLAY,
  PUBLIC_OVERLAY
}
