package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;

/** The TCP port to which others connect. Port thread only, unless a method says otherwise. */
final class ListeningSocket implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final ServerSocketChannel channel;
  private final SelectionKey key;

  private ListeningSocket(ServerSocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    key = channel.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Binds the port and registers it with {@code selector} for new connections.
   *
   * @throws IOException if the port is taken or not allowed; the message says what to do
   */
  static ListeningSocket open(int port, Selector selector, SocketSetup setup) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      setup.prepare(channel);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(port), BACKLOG);
      return new ListeningSocket(channel, selector);
    } catch (BindException e) {
      channel.close();
      throw new IOException(
          "cannot open TCP port "
              + port
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it, or choose another port",
          e);
    } catch (SocketException e) {
      channel.close();
      throw new IOException("TCP port " + port + " is not allowed: " + e.getMessage(), e);
    }
  }

  /** The number of the port. Any thread. */
  int port() {
    return channel.socket().getLocalPort();
  }

  /** The next accepted connection, or null. */
  @Nullable SocketChannel accept() throws IOException {
    return channel.accept();
  }

  /** Leaves new connections waiting until {@link #resume}. */
  void pause() {
    key.interestOps(0);
  }

  void resume() {
    key.interestOps(SelectionKey.OP_ACCEPT);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
