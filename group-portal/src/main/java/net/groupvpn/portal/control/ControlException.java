package net.groupvpn.portal.control;

/** What the command line asked for was not done; the message says why. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1;

  public ControlException(String message) {
    super(message);
  }
}
