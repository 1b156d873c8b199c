package net.groupvpn.overlay.security;

/** What a certificate allows a node beyond being a member. */
public enum Role {
  /** May offer Internet access to other members. */
  GATEWAY,
  /** Must not be asked to relay. */
  NO_RELAY
}
