package net.groupvpn.overlay.record;

import net.groupvpn.overlay.wire.WireCode;

/** The first byte of every datagram. */
public enum FrameType implements WireCode {
  /** Too short, of another version, or of a type unknown to this version. */
  UNKNOWN(0),

  /** A piece of a handshake. */
  HANDSHAKE(1),

  /** A loaded responder's answer to a first HANDSHAKE frame. */
  RETRY(2),

  /** A sealed record. */
  SEALED(3),

  /** Unsealed probes for NAT traversal; reserved. */
  PROBE(4);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
