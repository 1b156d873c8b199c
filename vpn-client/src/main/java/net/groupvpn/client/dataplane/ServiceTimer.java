package net.groupvpn.client.dataplane;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when time has passed, on a daemon thread that exists only while somebody waits.
 * Thread-safe.
 */
final class ServiceTimer implements ServiceStreams.Timer, AutoCloseable {
  private static final String NAME = "gvpn-service";
  private static final long KEEP_SECONDS = 5;
  private static final long STOP_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(ServiceTimer.class);

  private final BiConsumer<String, Throwable> onFailed;
  private final ScheduledThreadPoolExecutor thread;

  /** {@code onFailed} hears of a callback that has thrown, with the thread's name. */
  ServiceTimer(BiConsumer<String, Throwable> onFailed) {
    this.onFailed = onFailed;
    thread =
        new ScheduledThreadPoolExecutor(
            1, ServiceTimer::daemon, new ThreadPoolExecutor.DiscardPolicy());
    thread.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task) {
    Thread made = new Thread(task, NAME);
    made.setDaemon(true);
    return made;
  }

  @Override
  public void after(long delayNanos, Runnable callback) {
    Future<?> unused = thread.schedule(() -> runLoudly(callback), delayNanos, TimeUnit.NANOSECONDS);
  }

  private void runLoudly(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      LOG.error("connections to the service address can no longer be kept", e);
      onFailed.accept(NAME, e);
    }
  }

  /** Waits until nothing is called back any more. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("the thread {} has not ended", NAME);
    }
  }
}
