package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.SortedMap;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's TCP connections, outgoing and incoming, for all realms. One daemon thread serves all
 * of them. Any thread may call {@link #send}, which never blocks; frames without room or connection
 * are dropped and counted.
 */
public final class StreamPort implements AutoCloseable {
  /** The port of HTTPS, which most firewalls let pass. */
  public static final int DEFAULT_PORT = 443;

  /** Says that no connections are accepted. */
  public static final int NO_PORT = 0;

  private static final long SWEEP_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(StreamPort.class);

  private final Selector selector;
  private final StreamCounters counters = new StreamCounters();
  private final StreamTable table;
  private final StreamDialer dialer;
  private final @Nullable StreamAcceptor acceptor;
  private final Thread thread;
  private volatile boolean closing;

  /** Receives. On the port's thread; must not block. */
  public interface Listener {
    /**
     * Handles a frame of 1 to 2,047 bytes; hostile until proven otherwise. The listener owns the
     * array.
     */
    void onFrame(Endpoint from, byte[] frame);

    /** A connection has ended, or could not be made. */
    void onClosed(Endpoint peer);

    /** What is done to each socket before it is used; accepted sockets inherit it. */
    default SocketSetup sockets() {
      return SocketSetup.NONE;
    }
  }

  /** Serves TLS connections that are not streams. On the port's thread; must not block. */
  public interface Guests {
    /**
     * Takes over a non-blocking connection.
     *
     * @param begun what the client has sent so far
     */
    void take(SocketChannel connection, ByteBuffer begun) throws IOException;
  }

  private StreamPort(int port, SecureRandom random, Listener listener) throws IOException {
    StreamTls tls = new StreamTls(random);
    selector = Selector.open();
    table = new StreamTable(selector, listener, counters);
    dialer = new StreamDialer(table, tls, counters, listener.sockets());
    acceptor =
        port == NO_PORT
            ? null
            : new StreamAcceptor(listen(port, listener.sockets()), selector, table, tls, counters);
    thread = new Thread(this::runLoudly, "gvpn-streams");
    thread.setDaemon(true);
  }

  /**
   * Opens the port; {@link #start} starts to accept.
   *
   * @param port where to accept connections, or {@link #NO_PORT}
   * @throws IOException if the port is taken or not allowed; the message says what to do
   */
  public static StreamPort open(int port, SecureRandom random, Listener listener)
      throws IOException {
    return new StreamPort(port, random, listener);
  }

  /** As {@link #open}, but accepts no connections if the port is not available; logs that. */
  public static StreamPort openIfPossible(int port, SecureRandom random, Listener listener)
      throws IOException {
    try {
      return open(port, random, listener);
    } catch (IOException e) {
      LOG.warn("this node accepts no TCP connections: {}", e.getMessage());
      return open(NO_PORT, random, listener);
    }
  }

  private ListeningSocket listen(int port, SocketSetup setup) throws IOException {
    try {
      return ListeningSocket.open(port, selector, setup);
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /** The TCP port that it accepts connections on, or {@link #NO_PORT}. */
  public int localPort() {
    return acceptor == null ? NO_PORT : acceptor.localPort();
  }

  /** Serves other connections as well from now on; before, all count as streams. */
  public void serveGuests(Guests host) {
    if (acceptor != null) {
      acceptor.serveGuests(host);
    }
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /**
   * Sends a frame on the connection with that endpoint, which is made if necessary. Any thread.
   *
   * @return false if it was dropped at once
   */
  public boolean send(Endpoint to, byte[] frame) {
    if (frame.length == 0 || frame.length > FrameReader.MAX_FRAME_BYTES) {
      return dropped(OverlayCounter.DROPPED_STREAM_LENGTH);
    }
    StreamConnection known = table.find(to);
    if (known != null) {
      return table.queue(known, frame) || dropped(OverlayCounter.DROPPED_STREAM_OVERLOAD);
    }
    if (!dialer.offer(to, frame)) {
      return dropped(OverlayCounter.DROPPED_STREAM_DIALS);
    }
    selector.wakeup();
    return true;
  }

  private boolean dropped(Counter counter) {
    counters.increment(counter);
    return false;
  }

  /** Counts by name. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counts = counters.snapshot();
    counts.put(OverlayCounter.STREAM_CONNECTIONS.label(), (long) table.size());
    return counts;
  }

  private void runLoudly() {
    try {
      run();
    } catch (Throwable e) {
      LOG.error("TCP connections no longer work", e);
    } finally {
      table.close();
      if (acceptor != null) {
        acceptor.endGreetings();
      }
    }
  }

  private void run() throws IOException {
    long sweptNanos = System.nanoTime();
    while (!closing) {
      selector.select(SWEEP_MILLIS);
      long now = System.nanoTime();
      for (SelectionKey key : selector.selectedKeys()) {
        serve(key, now);
      }
      selector.selectedKeys().clear();
      dialer.dialWaiting(now);
      table.writeDirty();
      if (now - sweptNanos >= SWEEP_MILLIS * 1_000_000) {
        sweptNanos = now;
        sweep(now);
      }
    }
  }

  private void serve(SelectionKey key, long now) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof StreamConnection connection) {
      table.serve(connection, key, now);
    } else if (acceptor != null && key.attachment() instanceof Greeting greeting) {
      acceptor.hear(key, greeting);
    } else if (acceptor != null && key.isAcceptable()) {
      acceptor.accept(now);
    }
  }

  private void sweep(long now) {
    if (acceptor != null) {
      acceptor.sweep(now);
    }
    table.sweep(now);
  }

  /** Closes all connections and waits until the thread has ended. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    selector.wakeup();
    thread.join(STOP_MILLIS);
    try {
      if (acceptor != null) {
        acceptor.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing the TCP port failed", e);
    }
  }
}
