package net.groupvpn.client.device;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Events that a test triggers. */
public final class InMemoryNetworkEvents implements NetworkEvents {
  private final Semaphore news = new Semaphore(0);

  /** Something has changed; any thread. */
  public void tell() {
    news.release();
  }

  @Override
  public boolean await(int timeoutMillis) throws IOException {
    try {
      boolean told = news.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
      news.drainPermits();
      return told;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {}
}
