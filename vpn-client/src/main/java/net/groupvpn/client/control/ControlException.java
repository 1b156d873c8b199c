package net.groupvpn.client.control;

/** A request that was refused or failed, for the person who asked. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * Makes one.
   *
   * @param code stable, for programs: lower case, underscores
   * @param message for people
   */
  public ControlException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }
}
