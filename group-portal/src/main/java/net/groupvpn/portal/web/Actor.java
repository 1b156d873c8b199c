package net.groupvpn.portal.web;

/** The acting account's or machine's name, and the source address of the request. */
public record Actor(String name, String address) {
  /** The portal itself, for scheduled actions. */
  public static final Actor PORTAL = new Actor("portal", "-");
}
