package net.groupvpn.portal.group;

/** Where a membership stands. Names are stored. */
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

  /** How pages call it. */
  public String words() {
    return words;
  }
}
