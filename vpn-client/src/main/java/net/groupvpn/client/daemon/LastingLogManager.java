package net.groupvpn.client.daemon;

import java.util.logging.LogManager;

/**
 * Keeps the log open to the end. The JDK's manager closes it as soon as a signal comes, just when
 * tidying up has something to say. Must be named before anything is logged.
 */
public final class LastingLogManager extends LogManager {
  /** Made by the JDK, by name. */
  public LastingLogManager() {}

  /** Has java.util.logging use this manager. */
  public static void install() {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
  }

  @Override
  public void reset() {}
}
