package net.groupvpn.overlay.wire;

/**
 * Bytes from outside that are not a valid message. Thrown without a stack trace, because hostile
 * input must stay cheap.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code reason} says what was wrong, for counters and tests. */
  public WireException(String reason) {
    super(reason, null, false, false);
  }
}
