package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reports that links, addresses or routes of this machine have changed, but not which. For one
 * thread.
 */
public interface NetworkEvents extends Closeable {
  /**
   * Waits for news.
   *
   * @param timeoutMillis longest wait; time during which the machine sleeps does not count
   * @return whether there were any; all pending ones are consumed
   * @throws IOException if no more can arrive
   */
  boolean await(int timeoutMillis) throws IOException;

  /** To be called once nobody waits. */
  @Override
  void close();
}
