package net.groupvpn.portal.certificate;

/** A refused call: an HTTP status, a code for programs and a sentence for people. */
public final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String code;

  ApiRefusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiRefusal malformed(String what) {
    return new ApiRefusal(400, "malformed", what);
  }

  static ApiRefusal refused(String code, String message) {
    return new ApiRefusal(403, code, message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** A refusal is an answer, not a fault: no stack trace. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
