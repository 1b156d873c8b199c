package net.groupvpn.overlay.identity;

/**
 * A key, certificate, request or revocation list that is not acceptable. The message tells people
 * why. Thrown without a stack trace, because hostile input must stay cheap.
 */
public final class IdentityException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code reason} is a clause such as {@code "the certificate is of another group"}. */
  public IdentityException(String reason) {
    super(reason, null, false, false);
  }
}
