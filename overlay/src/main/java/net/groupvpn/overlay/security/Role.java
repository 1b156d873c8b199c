package net.groupvpn.overlay.security;

/** What a certificate allows a node beyond being a member. */
public enum Role {
  /** May offer Internet access to other members. */
  GATEWAY(1),
  /** Must not be used as a relay. */
  NO_RELAY(2);

  private final int number;

  Role(int number) {
    this.number = number;
  }

  /** Its number in certificates; 1 to 7. */
  public int number() {
    return number;
  }
}
