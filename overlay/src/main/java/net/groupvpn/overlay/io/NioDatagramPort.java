package net.groupvpn.overlay.io;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's UDP socket: dual stack where the system has IPv6, one datagram per system call. On a
 * machine with several addresses, a peer is answered from the address that it used.
 */
public final class NioDatagramPort implements BlockingPort {
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  /** How often this machine's addresses are checked. */
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final DatagramChannel all;
  private final Selector selector;
  private final AddressSockets sockets;
  private final int localPort;
  private final LongAdder tooLong = new LongAdder();
  private @Nullable Peer lastSource;
  private volatile @Nullable Peer lastDestination;
  private long refreshedNanos = System.nanoTime();

  /** One endpoint in both forms, so that a flow does not create two objects per packet. */
  private record Peer(Endpoint endpoint, InetSocketAddress address) {}

  private NioDatagramPort(
      DatagramChannel all, Selector selector, Supplier<List<InetAddress>> addresses)
      throws IOException {
    this.all = all;
    this.selector = selector;
    localPort = ((InetSocketAddress) all.getLocalAddress()).getPort();
    all.configureBlocking(false);
    all.register(selector, SelectionKey.OP_READ);
    sockets = new AddressSockets(all, localPort, selector, addresses);
    sockets.refresh();
  }

  /**
   * Opens a socket on all of this machine's addresses.
   *
   * @param port 1 to 65,535, or 0 for any that is free
   * @throws IOException if the port is taken or the system refuses; the message says what to do
   */
  public static NioDatagramPort open(int port) throws IOException {
    return open(port, AddressSockets::ofThisMachine);
  }

  /** The same; {@code addresses} supplies this machine's addresses without loopback. */
  static NioDatagramPort open(int port, Supplier<List<InetAddress>> addresses) throws IOException {
    Selector selector = Selector.open();
    DatagramChannel channel = DatagramChannel.open();
    try {
      configure(channel);
      channel.bind(new InetSocketAddress(port));
      return new NioDatagramPort(channel, selector, addresses);
    } catch (BindException e) {
      channel.close();
      selector.close();
      throw new IOException(
          "cannot open UDP port "
              + port
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it, or choose another port",
          e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      selector.close();
      throw e;
    }
  }

  static void configure(DatagramChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
  }

  @Override
  public int localPort() {
    return localPort;
  }

  @Override
  public int receive(DatagramBatch batch) throws IOException {
    batch.clear();
    try {
      while (batch.count() == 0) {
        selector.select(TimeUnit.NANOSECONDS.toMillis(REFRESH_NANOS));
        for (SelectionKey key : selector.selectedKeys()) {
          receiveFrom(key, batch);
        }
        selector.selectedKeys().clear();
        refreshIfDue();
        if (!all.isOpen()) {
          return CLOSED;
        }
      }
      return batch.count();
    } catch (ClosedChannelException | ClosedSelectorException e) {
      return CLOSED;
    }
  }

  private void refreshIfDue() throws IOException {
    long now = System.nanoTime();
    if (now - refreshedNanos >= REFRESH_NANOS) {
      refreshedNanos = now;
      sockets.refresh();
    }
  }

  /** Takes the datagrams that have arrived, as many as fit. */
  private void receiveFrom(SelectionKey key, DatagramBatch batch) throws IOException {
    DatagramChannel channel = (DatagramChannel) key.channel();
    while (key.isValid() && !batch.isFull()) {
      ByteBuffer buffer = ByteBuffer.wrap(batch.nextBuffer());
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
      if (source == null) {
        return;
      }
      if (source.getPort() != 0) {
        Endpoint endpoint = endpointOf(source);
        sockets.onReceived(endpoint, channel);
        if (!batch.commit(buffer.position(), endpoint)) {
          tooLong.increment();
        }
      }
    }
  }

  private Endpoint endpointOf(InetSocketAddress source) {
    Peer last = lastSource;
    if (last == null || !last.address.equals(source)) {
      last = new Peer(Endpoint.of(source), source);
      lastSource = last;
    }
    return last.endpoint;
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    ByteBuffer datagram = ByteBuffer.wrap(bytes, offset, length);
    InetSocketAddress address = addressOf(to);
    DatagramChannel channel = sockets.channelTo(to);
    return send(channel, datagram, address)
        || (channel != all && sockets.forget(to) && send(all, datagram, address));
  }

  private static boolean send(
      DatagramChannel channel, ByteBuffer datagram, InetSocketAddress address) {
    try {
      int length = datagram.remaining();
      return channel.send(datagram, address) == length;
    } catch (IOException | UnsupportedAddressTypeException e) {
      return false;
    }
  }

  private InetSocketAddress addressOf(Endpoint to) {
    Peer last = lastDestination;
    if (last == null || !last.endpoint.equals(to)) {
      last = new Peer(to, to.toSocketAddress());
      lastDestination = last;
    }
    return last.address;
  }

  @Override
  public long droppedTooLong() {
    return tooLong.sum();
  }

  @Override
  public void close() {
    try {
      all.close();
      sockets.close();
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing UDP port " + localPort + " failed", e);
    }
  }
}
