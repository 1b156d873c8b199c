package net.groupvpn.client.daemon;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.part.ClientContext;
import net.groupvpn.client.part.Parts;
import net.groupvpn.client.request.RunningClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client in the foreground, from start to end. {@link #run} blocks; {@link #requestStop} may be
 * called from any thread, and signals call it.
 */
public final class ClientDaemon {
  private static final Logger LOG = LoggerFactory.getLogger(ClientDaemon.class);

  private final ClientConfig config;
  private final Directories directories;
  private final Machine machine;
  private final Consumer<RunningClient> onStarted;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger();

  /** Does nothing yet. */
  public ClientDaemon(ClientConfig config, Directories directories, Machine machine) {
    this(config, directories, machine, running -> {});
  }

  /** As above; {@code onStarted} is told by {@link #run} once all parts run. */
  public ClientDaemon(
      ClientConfig config,
      Directories directories,
      Machine machine,
      Consumer<RunningClient> onStarted) {
    this.config = config;
    this.directories = directories;
    this.machine = machine;
    this.onStarted = onStarted;
  }

  /**
   * Starts, waits for the request to stop, and cleans up.
   *
   * @return the exit code given with the request
   * @throws ConfigException if the configuration or group file is bad
   * @throws PortalException if the portal refuses to enrol this machine
   * @throws IOException if something else prevents the start
   */
  public int run() throws ConfigException, PortalException, IOException {
    Thread hook = new Thread(this::stopAndWait, "signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Parts parts = new Parts()) {
      onStarted.accept(
          Startup.run(ClientContext.of(config, directories, machine, this::requestStop), parts));
      stopRequested.await();
      LOG.info("stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished.countDown();
    }
    LOG.info("stopped");
    return exitCode.get();
  }

  /** Asks to stop; the first code wins. */
  public void requestStop(int code) {
    if (stopRequested.getCount() > 0) {
      exitCode.compareAndSet(0, code);
      stopRequested.countDown();
    }
  }

  /** A signal arrived: the JVM waits for this hook, so it waits for the cleanup. */
  private void stopAndWait() {
    requestStop(0);
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
