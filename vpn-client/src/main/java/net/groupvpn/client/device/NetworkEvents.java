package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;

/** Tells that links, addresses or routes of this machine have changed; not what. For one thread. */
public interface NetworkEvents extends Closeable {
  /**
   * Waits for news.
   *
   * @param timeoutMillis how long at most; the time during which the machine sleeps does not count
   * @return whether there were any; all that have come by now are taken
   * @throws IOException if no more can come
   */
  boolean await(int timeoutMillis) throws IOException;

  /** Once nobody waits. */
  @Override
  void close();
}
