package net.groupvpn.overlay.path;

/** The kinds of {@link Path}. */
public enum PathKind {
  DIRECT,
  STREAM,
  RELAY,
  OVERLAY,
  PUBLIC_OVERLAY
}
