package net.groupvpn.overlay.path;

/** The kinds of {@link Path}. */
public enum PathKind {
  DIRECT(true, true),
  STREAM(true, true),
  RELAY(true, false),
  OVERLAY(false, false),
  PUBLIC_OVERLAY(false, false);

  private final boolean linkCapable;
  private final boolean leg;

  PathKind(boolean linkCapable, boolean leg) {
    this.linkCapable = linkCapable;
    this.leg = leg;
  }

  /** As {@link Path#isLinkCapable}. */
  boolean isLinkCapable() {
    return linkCapable;
  }

  /** As {@link Path#isLeg}. */
  boolean isLeg() {
    return leg;
  }
}
