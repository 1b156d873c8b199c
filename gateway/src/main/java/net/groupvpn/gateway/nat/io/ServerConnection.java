package net.groupvpn.gateway.nat.io;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.function.Consumer;
import net.groupvpn.gateway.nat.NatFlow;
import net.groupvpn.gateway.nat.Outside;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to a server of one {@link NatFlow}. Of the NAT's thread only. */
final class ServerConnection implements Outside.Connection, ChannelEvents {
  /** Read at one time; then others have their turn. */
  private static final int MAX_READ_BYTES = 256 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private final NatFlow flow;
  private final SocketChannel channel;
  private final SelectionKey key;
  private boolean isConnected;
  private boolean isOutputShut;
  private boolean isEof;
  private @Nullable IOException failure;

  private ServerConnection(NatFlow flow, SocketChannel channel, SelectionKey key) {
    this.flow = flow;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Begins to connect; the outcome, whatever it is, comes later.
   *
   * @param later takes connections that are ready without a selector
   */
  static ServerConnection open(
      NatFlow flow,
      InetSocketAddress server,
      Selector selector,
      SocketMarker marker,
      Consumer<ChannelEvents> later)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      marker.mark(channel);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      ServerConnection connection = new ServerConnection(flow, channel, key);
      key.attach(connection);
      connection.begin(server, later);
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What happens at once is told like what happens later: when the flow is in its table. */
  private void begin(InetSocketAddress server, Consumer<ChannelEvents> later) {
    try {
      if (channel.connect(server)) {
        later.accept(this);
      }
    } catch (IOException e) {
      failure = e;
      later.accept(this);
    } catch (UnsupportedAddressTypeException e) {
      failure = new IOException("this machine has no such addresses", e);
      later.accept(this);
    }
  }

  @Override
  public void onReady(long now) {
    if (!isConnected) {
      finishConnect(now);
      return;
    }
    transfer(now);
  }

  private void finishConnect(long now) {
    try {
      if (failure != null) {
        throw failure;
      }
      if (channel.finishConnect()) {
        connected(now);
      }
    } catch (ConnectException e) {
      LOG.debug("a server refuses: {}", e.getMessage());
      flow.onConnectFailed(now, true);
    } catch (IOException e) {
      LOG.debug("a server cannot be reached: {}", e.getMessage());
      flow.onConnectFailed(now, false);
    }
  }

  private void connected(long now) {
    isConnected = true;
    key.interestOps(0);
    flow.onConnected(now);
  }

  @Override
  public void update(long now) {
    if (isConnected) {
      transfer(now);
    }
  }

  private void transfer(long now) {
    try {
      write(now);
      read(now);
      if (channel.isOpen()) {
        key.interestOps(interest());
      }
    } catch (IOException e) {
      LOG.debug("a connection to a server broke: {}", e.getMessage());
      flow.onServerReset();
    }
  }

  private void write(long now) throws IOException {
    ByteBuffer bytes = flow.pipe().forServer();
    while (bytes.hasRemaining()) {
      int written = channel.write(bytes);
      if (written > 0) {
        flow.pipe().onWritten(now, written);
      }
      if (bytes.hasRemaining()) {
        return;
      }
      bytes = flow.pipe().forServer();
    }
    if (flow.pipe().isMemberDone() && !isOutputShut) {
      isOutputShut = true;
      channel.shutdownOutput();
    }
  }

  private void read(long now) throws IOException {
    int total = 0;
    int room = flow.pipe().room();
    while (room > 0 && total < MAX_READ_BYTES && !isEof) {
      ByteBuffer space = flow.pipe().space(room);
      if (space == null) {
        break;
      }
      int limit = space.remaining();
      int read = channel.read(space);
      flow.pipe().onRead(Math.max(0, read));
      isEof = read < 0;
      total += Math.max(0, read);
      if (read < limit) {
        break;
      }
      room -= read;
    }
    if (total > 0) {
      flow.pipe().onReadPaused(now);
    }
    if (isEof) {
      flow.onServerEof(now);
    }
  }

  private int interest() {
    int read = !isEof && flow.pipe().room() > 0 ? SelectionKey.OP_READ : 0;
    return flow.pipe().forServer().hasRemaining() ? read | SelectionKey.OP_WRITE : read;
  }

  @Override
  public void close(boolean isReset) {
    try {
      if (isReset && channel.isConnected()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      LOG.debug("a connection ends without a reset: {}", e.getMessage());
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a connection to a server failed: {}", e.getMessage());
    }
  }
}
