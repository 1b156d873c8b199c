package net.groupvpn.portal.web;

/** A refused request, with an HTTP status and a sentence for the person who made it. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  private Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  public static Refusal forbidden(String message) {
    return new Refusal(403, message);
  }

  public static Refusal notFound() {
    return new Refusal(404, "There is no such page, or it is not for this account.");
  }

  /** The form no longer fits what is stored: somebody else was faster. */
  public static Refusal conflict(String message) {
    return new Refusal(409, message);
  }

  public static Refusal tooMany() {
    return new Refusal(429, "Too many tries. Wait a few minutes, then try again.");
  }

  public int status() {
    return status;
  }

  /** A refusal is an answer, not a fault: no stack trace. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
