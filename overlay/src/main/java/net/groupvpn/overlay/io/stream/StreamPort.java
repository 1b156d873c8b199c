package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's TCP connections, those that it makes and those that it accepts, for all realms. One
 * daemon thread serves all of them. {@link #send} may be called from any thread and never blocks;
 * frames that find no room or no connection are dropped and counted.
 */
public final class StreamPort implements AutoCloseable {
  /** The port of HTTPS, which most firewalls let pass. */
  public static final int DEFAULT_PORT = 443;

  /** Says not to accept any connections. */
  public static final int NO_PORT = 0;

  private static final int MAX_WAITING_DIALS = 256;
  private static final int BACKLOG = 64;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
  private static final long SWEEP_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(StreamPort.class);

  private final Listener listener;
  private final StreamTls tls;
  private final Selector selector;
  private final @Nullable ServerSocketChannel server;
  private final StreamLimits limits = new StreamLimits();
  private final Reception reception;
  private final DialPauses pauses = new DialPauses();
  private final Map<Endpoint, StreamConnection> connections = new ConcurrentHashMap<>();
  private final Queue<Dial> dials = new ArrayBlockingQueue<>(MAX_WAITING_DIALS);
  private final Queue<StreamConnection> dirty = new ConcurrentLinkedQueue<>();
  private final Map<Counter, LongAdder> counters = new ConcurrentHashMap<>();
  private final Thread thread;
  private int dialled;
  private volatile boolean closing;

  /** Receives. On the port's thread; must not block. */
  public interface Listener {
    /** A frame of 1 to 2,047 bytes; hostile until proven otherwise. The array is the listener's. */
    void onFrame(Endpoint from, byte[] frame);

    /** A connection is over, or was not to be had. */
    void onClosed(Endpoint peer);
  }

  /** Serves TLS connections that are no streams. On the port's thread; must not block. */
  public interface Guests {
    /**
     * Takes a connection over, which does not wait (non-blocking).
     *
     * @param begun what the client has sent so far
     */
    void take(SocketChannel connection, ByteBuffer begun) throws IOException;
  }

  private record Dial(Endpoint to, byte[] frame) {}

  private StreamPort(int port, SecureRandom random, Listener listener) throws IOException {
    this.listener = listener;
    tls = new StreamTls(random);
    selector = Selector.open();
    reception = new Reception(selector, this::takeStream);
    server = port == NO_PORT ? null : listen(port);
    thread = new Thread(this::runLoudly, "gvpn-streams");
    thread.setDaemon(true);
  }

  /**
   * Opens the port; {@link #start} begins to accept.
   *
   * @param port where to accept connections, or {@link #NO_PORT}
   * @throws IOException if the port is taken or not allowed; the message says what to do
   */
  public static StreamPort open(int port, SecureRandom random, Listener listener)
      throws IOException {
    return new StreamPort(port, random, listener);
  }

  /** As {@link #open}, but without accepting connections if the port cannot be had; logs that. */
  public static StreamPort openIfPossible(int port, SecureRandom random, Listener listener)
      throws IOException {
    try {
      return open(port, random, listener);
    } catch (IOException e) {
      LOG.warn("this node accepts no TCP connections: {}", e.getMessage());
      return open(NO_PORT, random, listener);
    }
  }

  private ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(port), BACKLOG);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      return channel;
    } catch (BindException e) {
      close(channel);
      throw new IOException(
          "cannot open TCP port "
              + port
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it, or choose another port",
          e);
    } catch (SocketException e) {
      close(channel);
      throw new IOException("TCP port " + port + " is not allowed: " + e.getMessage(), e);
    }
  }

  private void close(ServerSocketChannel channel) throws IOException {
    channel.close();
    selector.close();
  }

  /** The TCP port that it accepts connections on, or {@link #NO_PORT}. */
  public int localPort() {
    return server == null ? NO_PORT : server.socket().getLocalPort();
  }

  /** From now on other connections are served, too; before, all are taken for streams. */
  public void serveGuests(Guests host) {
    reception.serve(host);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /**
   * Sends a frame on the connection with that endpoint, which is made if there is none. Any thread.
   *
   * @return false if it was dropped at once
   */
  public boolean send(Endpoint to, byte[] frame) {
    if (frame.length == 0 || frame.length > FrameReader.MAX_FRAME_BYTES) {
      return dropped(OverlayCounter.DROPPED_STREAM_LENGTH);
    }
    StreamConnection known = connections.get(to);
    if (known != null) {
      return queue(known, frame) || dropped(OverlayCounter.DROPPED_STREAM_OVERLOAD);
    }
    if (!dials.offer(new Dial(to, frame))) {
      return dropped(OverlayCounter.DROPPED_STREAM_DIALS);
    }
    selector.wakeup();
    return true;
  }

  private boolean queue(StreamConnection connection, byte[] frame) {
    boolean queued = connection.offer(frame);
    if (connection.markDirty()) {
      dirty.add(connection);
      selector.wakeup();
    }
    return queued;
  }

  private boolean dropped(Counter counter) {
    count(counter);
    return false;
  }

  private void count(Counter counter) {
    counters.computeIfAbsent(counter, key -> new LongAdder()).increment();
  }

  /** What happened, by name. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counts = new TreeMap<>();
    counters.forEach((counter, count) -> counts.put(counter.label(), count.sum()));
    counts.put(OverlayCounter.STREAM_CONNECTIONS.label(), (long) connections.size());
    return counts;
  }

  private void runLoudly() {
    try {
      run();
    } catch (Throwable e) {
      LOG.error("TCP connections no longer work", e);
    } finally {
      connections.values().forEach(StreamConnection::close);
      reception.sweep(System.nanoTime(), true);
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
      dialWaiting(now);
      writeDirty();
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
    if (key.isAcceptable()) {
      accept(now);
    } else if (key.attachment() instanceof Greeting greeting) {
      if (reception.hear(key, greeting)) {
        count(OverlayCounter.STREAM_GUESTS);
      }
    } else if (key.attachment() instanceof StreamConnection connection) {
      try {
        if (key.isConnectable()) {
          connection.finishConnect();
          pauses.onReached(connection.peer());
          count(OverlayCounter.STREAM_DIALLED);
        } else {
          // Also when it can be written: what was read may have waited for that.
          read(connection, now);
        }
      } catch (IOException | RuntimeException e) {
        end(connection, e, now);
      }
    }
  }

  private void read(StreamConnection connection, long now) {
    try {
      connection.read(now, frame -> listener.onFrame(connection.peer(), frame));
    } catch (IOException | RuntimeException e) {
      end(connection, e, now);
    }
  }

  private void accept(long now) {
    SocketChannel socket = null;
    try {
      socket = server == null ? null : server.accept();
      if (socket == null) {
        return;
      }
      InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
      if (!reception.isOpen()) {
        admit(socket, from, NOTHING, now);
      } else if (!reception.greet(socket, from, now)) {
        count(OverlayCounter.DROPPED_STREAM_LIMIT);
      }
    } catch (IOException e) {
      LOG.debug("a connection was not accepted: {}", e.getMessage());
      closeQuietly(socket);
      acceptWhile(false); // It may be for want of descriptors, and would fail again at once.
    }
  }

  private void takeStream(SocketChannel socket, InetSocketAddress from, ByteBuffer begun)
      throws IOException {
    long now = System.nanoTime();
    admit(socket, from, begun, now);
    StreamConnection connection = connections.get(Endpoint.of(from));
    if (connection != null) {
      read(connection, now);
    }
  }

  private void admit(SocketChannel socket, InetSocketAddress from, ByteBuffer begun, long now)
      throws IOException {
    if (!limits.admit(from.getAddress(), now)) {
      count(OverlayCounter.DROPPED_STREAM_LIMIT);
      socket.close();
      return;
    }
    StreamConnection former = connections.get(Endpoint.of(from));
    if (former != null) {
      end(former, new IOException("there is a new one from its port"), now);
    }
    try {
      add(Endpoint.of(from), false, socket, begun, now);
      count(OverlayCounter.STREAM_ACCEPTED);
    } catch (IOException e) {
      limits.onClosed(from.getAddress(), false);
      throw e;
    }
  }

  private void acceptWhile(boolean possible) {
    if (server != null) {
      server.keyFor(selector).interestOps(possible ? SelectionKey.OP_ACCEPT : 0);
    }
  }

  private StreamConnection add(
      Endpoint peer, boolean isDialled, SocketChannel socket, ByteBuffer begun, long now)
      throws IOException {
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    int operations = isDialled ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ;
    SelectionKey key = socket.register(selector, operations);
    StreamConnection connection =
        new StreamConnection(peer, isDialled, socket, key, tls.engine(isDialled), begun, now);
    key.attach(connection);
    connections.put(peer, connection);
    return connection;
  }

  private void dialWaiting(long now) {
    for (Dial dial = dials.poll(); dial != null; dial = dials.poll()) {
      StreamConnection known = connections.get(dial.to());
      StreamConnection connection = known == null ? dial(dial.to(), now) : known;
      if (connection != null && !queue(connection, dial.frame())) {
        count(OverlayCounter.DROPPED_STREAM_OVERLOAD);
      }
    }
  }

  private @Nullable StreamConnection dial(Endpoint to, long now) {
    if (pauses.isPaused(to, now)) {
      count(OverlayCounter.DROPPED_STREAM_PAUSED);
      return null;
    }
    if (dialled >= StreamLimits.MAX_DIALLED) {
      count(OverlayCounter.DROPPED_STREAM_LIMIT);
      return null;
    }
    SocketChannel socket = null;
    try {
      socket = SocketChannel.open();
      StreamConnection connection = add(to, true, socket, NOTHING, now);
      dialled++;
      if (socket.connect(to.toSocketAddress())) {
        connection.finishConnect();
      }
      return connection;
    } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
      StreamConnection made = connections.get(to);
      if (made == null) {
        closeQuietly(socket);
      } else {
        end(made, e, now);
      }
      return null;
    }
  }

  private static void closeQuietly(@Nullable SocketChannel socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("a socket cannot be closed: {}", e.getMessage());
    }
  }

  private void writeDirty() {
    for (StreamConnection next = dirty.poll(); next != null; next = dirty.poll()) {
      if (connections.get(next.peer()) != next) {
        continue;
      }
      try {
        next.write();
        if (next.becomesProved() && !next.isDialled()) {
          limits.onProved();
        }
      } catch (IOException | RuntimeException e) {
        end(next, e, System.nanoTime());
      }
    }
  }

  private void sweep(long now) {
    acceptWhile(true);
    reception.sweep(now, false);
    List<StreamConnection> over = new ArrayList<>(connections.values());
    over.removeIf(connection -> !connection.isOver(now));
    over.forEach(connection -> end(connection, new IOException("silent for too long"), now));
  }

  private void end(StreamConnection connection, Exception reason, long now) {
    connection.close();
    if (!connections.remove(connection.peer(), connection)) {
      return;
    }
    LOG.debug("the stream with {} has ended: {}", connection.peer(), reason.getMessage());
    count(OverlayCounter.STREAM_CLOSED);
    if (connection.isDialled()) {
      dialled--;
      if (!connection.isProved()) {
        pauses.onFailed(connection.peer(), now);
      }
    } else {
      limits.onClosed(connection.peer().address(), connection.isProved());
    }
    listener.onClosed(connection.peer());
  }

  /** Closes all connections and waits until the thread has ended. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    selector.wakeup();
    thread.join(STOP_MILLIS);
    try {
      if (server != null) {
        server.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing the TCP port failed", e);
    }
  }
}
