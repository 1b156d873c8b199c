package net.groupvpn.client.enrol;

/** The portal answered with a refusal; asking the same again will not help. */
public final class PortalException extends Exception {
  /** {@link #code} when the portal is not the one that the group file names. */
  public static final String WRONG_PORTAL = "wrong_portal";

  /** {@link #code} when the answer is malformed. */
  public static final String BAD_ANSWER = "bad_answer";

  /** {@link #code} when the member was revoked. */
  public static final String REVOKED = "revoked";

  /** {@link #code} when this machine's clock is wrong. */
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
