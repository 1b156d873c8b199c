package net.groupvpn.portal.control;

/** A command line's request that was not carried out; the message says why. */
public final class PortalControlException extends Exception {
  private static final long serialVersionUID = 1;

  public PortalControlException(String message) {
    super(message);
  }
}
