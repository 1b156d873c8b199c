package net.groupvpn.overlay.io;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's UDP socket: dual stack where the system has IPv6, one datagram for each system call.
 */
public final class NioDatagramPort implements BlockingPort {
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  private final DatagramChannel channel;
  private final int localPort;
  private final LongAdder tooLong = new LongAdder();
  private @Nullable Peer lastSource;
  private volatile @Nullable Peer lastDestination;

  /** One endpoint in both forms, so that a flow does not make two objects for each packet. */
  private record Peer(Endpoint endpoint, InetSocketAddress address) {}

  private NioDatagramPort(DatagramChannel channel) throws IOException {
    this.channel = channel;
    localPort = ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /**
   * Opens a socket on all of this machine's addresses.
   *
   * @param port 1 to 65,535, or 0 for any that is free
   * @throws IOException if the port is taken, or the system refuses; the message says what to do
   */
  public static NioDatagramPort open(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(port));
      return new NioDatagramPort(channel);
    } catch (BindException e) {
      channel.close();
      throw new IOException(
          "cannot open UDP port "
              + port
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it, or choose another port",
          e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
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
        receiveOne(batch);
      }
      return batch.count();
    } catch (ClosedChannelException e) {
      return CLOSED;
    }
  }

  private void receiveOne(DatagramBatch batch) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(batch.nextBuffer());
    InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
    if (source == null || source.getPort() == 0) {
      return;
    }
    if (!batch.commit(buffer.position(), endpointOf(source))) {
      tooLong.increment();
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
    try {
      return channel.send(ByteBuffer.wrap(bytes, offset, length), addressOf(to)) == length;
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
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing UDP port " + localPort + " failed", e);
    }
  }
}
