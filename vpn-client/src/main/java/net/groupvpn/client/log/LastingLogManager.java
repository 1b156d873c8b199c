package net.groupvpn.client.log;

import java.util.logging.LogManager;

/**
 * Keeps the log open to the end. The JDK's manager closes it as soon as a signal comes, just when
 * tidying up has something to say. The property {@code java.util.logging.manager} must name it
 * before any class of java.util.logging is touched, this one too.
 */
public final class LastingLogManager extends LogManager {
  /** Made by the JDK, by name. */
  public LastingLogManager() {}

  @Override
  public void reset() {}
}
