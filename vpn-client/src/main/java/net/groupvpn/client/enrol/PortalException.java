package net.groupvpn.client.enrol;

/** The portal answered, and the answer is no; asking the same again will not help. */
public final class PortalException extends Exception {
  /** Code of {@link #code} when the portal is not the one that the group file names. */
  public static final String WRONG_PORTAL = "wrong_portal";

  /** Code of {@link #code} when the answer makes no sense. */
  public static final String BAD_ANSWER = "bad_answer";

  /** Code of {@link #code} when the member is no longer one. */
  public static final String REVOKED = "revoked";

  /** Code of {@link #code} when this machine's clock is wrong. */
  public static final String TIME_DIFFERS = "time_differs";

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * Makes one.
   *
   * @param code stable, for programs
   * @param message for people
   */
  public PortalException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }
}
