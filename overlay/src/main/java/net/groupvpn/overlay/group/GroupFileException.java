package net.groupvpn.overlay.group;

/** A group file that cannot be used. The message tells a person why, and what to do. */
public final class GroupFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong, for programs. */
  public enum Reason {
    /** Not a group file, or changed or cut since the portal wrote it. */
    DAMAGED,
    /** Its enrolment token is no longer accepted. */
    EXPIRED,
    /** Written in a format that this version does not read. */
    UNSUPPORTED_FORMAT,
    /** Holds a key that this version does not know. */
    UNKNOWN_KEY
  }

  GroupFileException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static GroupFileException damaged(String how) {
    return new GroupFileException(
        Reason.DAMAGED,
        "the group file is damaged: " + how + "; download it from the portal again");
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
