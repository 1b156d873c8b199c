package net.groupvpn.portal.group;

/** The state of a membership. Names are stored. */
public enum MemberStatus {
  PENDING("waiting for approval"),
  APPROVED("member"),
  DENIED("denied"),
  LEFT("left"),
  REVOKED("revoked");

  private final String words;

  MemberStatus(String words) {
    this.words = words;
  }

  /** Its name on pages. */
  public String words() {
    return words;
  }
}
