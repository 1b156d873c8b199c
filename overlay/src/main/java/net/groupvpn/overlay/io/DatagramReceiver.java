package net.groupvpn.overlay.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.groupvpn.overlay.path.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that hands every datagram of a port to the engine, for processes without a data
 * plane, such as the portal.
 */
public final class DatagramReceiver implements AutoCloseable {
  private static final int BATCH = 32;
  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(DatagramReceiver.class);

  private final BlockingPort port;
  private final BiConsumer<Endpoint, byte[]> consumer;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;

  /**
   * Makes a receiver; {@link #start} starts it.
   *
   * @param port closed by {@link #close}; nobody else receives from it
   * @param consumer called on the receiver's thread with arrays that it may keep; must not block
   * @param onFailure called once if the socket or {@code consumer} fails, which has been logged
   */
  public DatagramReceiver(
      String name,
      BlockingPort port,
      BiConsumer<Endpoint, byte[]> consumer,
      Consumer<Throwable> onFailure) {
    this.port = port;
    this.consumer = consumer;
    this.onFailure = onFailure;
    thread = new Thread(this::runLoudly, name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void runLoudly() {
    try {
      run();
    } catch (Throwable e) {
      LOG.error("the thread {} has ended; it no longer receives datagrams", thread.getName(), e);
      onFailure.accept(e);
    }
  }

  private void run() throws IOException {
    DatagramBatch batch = new DatagramBatch(BATCH);
    while (port.receive(batch) != BlockingPort.CLOSED) {
      for (int i = 0; i < batch.count(); i++) {
        consumer.accept(batch.source(i), Arrays.copyOf(batch.bytes(i), batch.length(i)));
      }
    }
  }

  /** Closes the port, and waits until the thread has ended. */
  @Override
  public void close() throws InterruptedException {
    port.close();
    thread.join(STOP_MILLIS);
  }
}
