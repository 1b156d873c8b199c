package net.groupvpn.client.log;

import java.util.logging.LogManager;

/**
 * Keeps the log open to the end. The JDK's manager closes it when a signal arrives, just before the
 * cleanup logs something. The property {@code java.util.logging.manager} must name this class
 * before any class of java.util.logging is used, including this one.
 */
public final class LastingLogManager extends LogManager {
  /** The JDK makes it, by name. */
  public LastingLogManager() {}

  @Override
  public void reset() {}
}
