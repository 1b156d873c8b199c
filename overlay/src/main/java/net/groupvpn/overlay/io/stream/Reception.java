package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import net.groupvpn.overlay.io.stream.StreamPort.Guests;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a port that serves other protocols besides streams: waits for the first message of each
 * connection and passes it to where it belongs. One thread, except for {@link #serve}.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Selector selector;
  private final Streams streams;
  private final StreamLimits limits = new StreamLimits();
  private volatile @Nullable Guests guests;

  /** Receives the connections that are streams. */
  interface Streams {
    void take(SocketChannel socket, InetSocketAddress from, ByteBuffer begun) throws IOException;
  }

  Reception(Selector selector, Streams streams) {
    this.selector = selector;
    this.streams = streams;
  }

  /** Passes all other connections to this receiver from now on. Any thread. */
  void serve(Guests host) {
    guests = host;
  }

  /** Whether there are other protocols besides streams. */
  boolean isOpen() {
    return guests != null;
  }

  /** Waits for the first message of a new connection; false if there are too many already. */
  boolean greet(SocketChannel socket, InetSocketAddress from, long now) throws IOException {
    if (!limits.admit(from.getAddress(), now)) {
      socket.close();
      return false;
    }
    try {
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ, new Greeting(from, socket, now));
      return true;
    } catch (IOException e) {
      limits.onClosed(from.getAddress(), false);
      throw e;
    }
  }

  /**
   * Reads what has arrived.
   *
   * @return whether the connection has just gone to the guests
   */
  boolean hear(SelectionKey key, Greeting greeting) {
    try {
      ClientHello.Kind kind = greeting.read();
      if (kind == ClientHello.Kind.UNFINISHED) {
        return false;
      }
      forget(key, greeting);
      Guests host = guests;
      if (kind == ClientHello.Kind.STREAM || host == null) {
        streams.take(greeting.socket(), greeting.from(), greeting.begun());
        return false;
      }
      key.cancel();
      host.take(greeting.socket(), greeting.begun());
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("the connection of {} has ended: {}", greeting.from(), e.getMessage());
      end(key, greeting);
      return false;
    }
  }

  private void forget(SelectionKey key, Greeting greeting) {
    if (key.attachment() == greeting) {
      key.attach(null);
      limits.onClosed(greeting.from().getAddress(), false);
    }
  }

  private void end(SelectionKey key, Greeting greeting) {
    forget(key, greeting);
    key.cancel();
    QuietClose.of(greeting.socket());
  }

  /** Ends the connections that are silent for too long, or all of them. */
  void sweep(long now, boolean closing) {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof Greeting greeting && (closing || greeting.isOver(now))) {
        end(key, greeting);
      }
    }
  }
}
