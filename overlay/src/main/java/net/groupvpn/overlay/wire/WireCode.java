package net.groupvpn.overlay.wire;

/** A constant that is one byte on the wire. */
public interface WireCode {
  /** The byte, 0 to 255. */
  int code();
}
