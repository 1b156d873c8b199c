package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections within the limits. If the port serves other protocols besides streams, {@link
 * Reception} tells them apart. Port thread only, unless a method says otherwise.
 */
final class StreamAcceptor implements StreamConnection.Origin, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamAcceptor.class);

  private final ListeningSocket server;
  private final StreamTable table;
  private final StreamTls tls;
  private final StreamCounters counters;
  private final Reception reception;
  private final StreamLimits limits = new StreamLimits();

  StreamAcceptor(
      ListeningSocket server,
      Selector selector,
      StreamTable table,
      StreamTls tls,
      StreamCounters counters) {
    this.server = server;
    this.table = table;
    this.tls = tls;
    this.counters = counters;
    reception = new Reception(selector, this::takeStream);
  }

  /** The TCP port that accepts connections. Any thread. */
  int localPort() {
    return server.port();
  }

  /** Serves other protocols as well from now on. Any thread. */
  void serveGuests(StreamPort.Guests host) {
    reception.serve(host);
  }

  /** A connection has arrived. */
  void accept(long now) {
    SocketChannel socket = null;
    try {
      socket = server.accept();
      if (socket == null) {
        return;
      }
      InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
      if (!reception.isOpen()) {
        admit(socket, from, TlsChannel.NOTHING, now);
      } else if (!reception.greet(socket, from, now)) {
        counters.increment(OverlayCounter.DROPPED_STREAM_LIMIT);
      }
    } catch (IOException e) {
      LOG.debug("a connection was not accepted: {}", e.getMessage());
      QuietClose.of(socket);
      server.pause(); // Descriptors may have run out; another try would fail again at once.
    }
  }

  /** An accepted connection has sent something. */
  void hear(SelectionKey key, Greeting greeting) {
    if (reception.hear(key, greeting)) {
      counters.increment(OverlayCounter.STREAM_GUESTS);
    }
  }

  private void takeStream(SocketChannel socket, InetSocketAddress from, ByteBuffer begun)
      throws IOException {
    long now = System.nanoTime();
    admit(socket, from, begun, now);
    StreamConnection connection = table.find(Endpoint.of(from));
    if (connection != null) {
      table.read(connection, now);
    }
  }

  private void admit(SocketChannel socket, InetSocketAddress from, ByteBuffer begun, long now)
      throws IOException {
    if (!limits.admit(from.getAddress(), now)) {
      counters.increment(OverlayCounter.DROPPED_STREAM_LIMIT);
      socket.close();
      return;
    }
    StreamConnection former = table.find(Endpoint.of(from));
    if (former != null) {
      table.end(former, new IOException("there is a new one from its port"), now);
    }
    try {
      table.add(Endpoint.of(from), this, socket, tls.engine(false), begun, now);
      counters.increment(OverlayCounter.STREAM_ACCEPTED);
    } catch (IOException e) {
      limits.onClosed(from.getAddress(), false);
      throw e;
    }
  }

  @Override
  public void onProved() {
    limits.onProved();
  }

  @Override
  public void onEnded(StreamConnection connection, long now) {
    limits.onClosed(connection.peer().address(), connection.isProved());
  }

  /** Ends connections that are silent for too long, and accepts again after a failure. */
  void sweep(long now) {
    server.resume();
    reception.sweep(now, false);
  }

  /** Ends all connections of unknown kind. */
  void endGreetings() {
    reception.sweep(System.nanoTime(), true);
  }

  /** Closes the port itself, once the port's thread has ended. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
