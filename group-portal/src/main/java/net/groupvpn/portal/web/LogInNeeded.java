package net.groupvpn.portal.web;

/** The page needs an account and the visitor has not logged in. */
final class LogInNeeded extends RuntimeException {
  private static final long serialVersionUID = 1;

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
