package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLEngine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port's connections by their other end, from their start to their end. Any thread finds them
 * and queues frames; the port's thread does the rest.
 */
final class StreamTable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTable.class);

  private final Selector selector;
  private final StreamPort.Listener listener;
  private final StreamCounters counters;
  private final Map<Endpoint, StreamConnection> connections = new ConcurrentHashMap<>();
  private final Queue<StreamConnection> dirty = new ConcurrentLinkedQueue<>();

  StreamTable(Selector selector, StreamPort.Listener listener, StreamCounters counters) {
    this.selector = selector;
    this.listener = listener;
    this.counters = counters;
  }

  /** The connection with that endpoint, or null. Any thread. */
  @Nullable StreamConnection find(Endpoint peer) {
    return connections.get(peer);
  }

  /** Number of connections. Any thread. */
  int size() {
    return connections.size();
  }

  /** Queues a frame; false if there is no room. Any thread. */
  boolean queue(StreamConnection connection, byte[] frame) {
    boolean queued = connection.offer(frame);
    if (connection.markDirty()) {
      dirty.add(connection);
      selector.wakeup();
    }
    return queued;
  }

  /**
   * Adds a connection, which may not be established yet.
   *
   * @param begun what was already read from the socket
   */
  StreamConnection add(
      Endpoint peer,
      StreamConnection.Origin origin,
      SocketChannel socket,
      SSLEngine engine,
      ByteBuffer begun,
      long now)
      throws IOException {
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    int operations = socket.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    SelectionKey key = socket.register(selector, operations);
    StreamConnection connection =
        new StreamConnection(peer, origin, socket, key, engine, begun, now);
    key.attach(connection);
    connections.put(peer, connection);
    return connection;
  }

  /** Handles what the socket is ready for. */
  void serve(StreamConnection connection, SelectionKey key, long now) {
    try {
      if (key.isConnectable()) {
        connection.finishConnect();
        connection.origin().onConnected(connection);
      } else {
        // Also when it is writable: incoming data may have waited for that.
        read(connection, now);
      }
    } catch (IOException | RuntimeException e) {
      end(connection, e, now);
    }
  }

  /** Reads what has arrived. */
  void read(StreamConnection connection, long now) {
    try {
      connection.read(now, frame -> listener.onFrame(connection.peer(), frame));
    } catch (IOException | RuntimeException e) {
      end(connection, e, now);
    }
  }

  /** Writes to all connections with queued frames. */
  void writeDirty() {
    for (StreamConnection next = dirty.poll(); next != null; next = dirty.poll()) {
      if (connections.get(next.peer()) != next) {
        continue;
      }
      try {
        next.write();
        if (next.becomesProved()) {
          next.origin().onProved();
        }
      } catch (IOException | RuntimeException e) {
        end(next, e, System.nanoTime());
      }
    }
  }

  /** Ends connections that have timed out. */
  void sweep(long now) {
    List<StreamConnection> over = new ArrayList<>(connections.values());
    over.removeIf(connection -> !connection.isOver(now));
    over.forEach(connection -> end(connection, new IOException("silent for too long"), now));
  }

  /** Closes a connection, if it has not ended yet, and reports that. */
  void end(StreamConnection connection, Exception reason, long now) {
    connection.close();
    if (!connections.remove(connection.peer(), connection)) {
      return;
    }
    LOG.debug("the stream with {} has ended: {}", connection.peer(), reason.getMessage());
    counters.increment(OverlayCounter.STREAM_CLOSED);
    connection.origin().onEnded(connection, now);
    listener.onClosed(connection.peer());
  }

  /** Closes all sockets; the port has ended, and nothing is reported. */
  void close() {
    connections.values().forEach(StreamConnection::close);
  }
}
