package net.groupvpn.portal.web;

/** Who acts: an account's or a machine's name, and the address the request came from. */
public record Actor(String name, String address) {
  /** The portal itself, for what happens by the clock. */
  public static final Actor PORTAL = new Actor("portal", "-");
}
