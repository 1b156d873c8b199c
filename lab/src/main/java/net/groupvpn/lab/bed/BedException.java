package net.groupvpn.lab.bed;

/** The test bed itself failed; the message names the command and its output. */
public final class BedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BedException(String message) {
    super(message);
  }

  BedException(String message, Throwable cause) {
    super(message, cause);
  }
}
