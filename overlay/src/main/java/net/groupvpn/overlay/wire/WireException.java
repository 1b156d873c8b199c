package net.groupvpn.overlay.wire;

/**
 * Bytes from outside that are not a message. Thrown without a stack trace: hostile input is cheap.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code reason} says what was wrong, for counters and tests. */
  public WireException(String reason) {
    super(reason, null, false, false);
  }
}
