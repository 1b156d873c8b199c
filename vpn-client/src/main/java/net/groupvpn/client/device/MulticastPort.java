package net.groupvpn.client.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses multicast that no router forwards: 239.255.71.86 (RFC 2365, local scope) and ff02::4756
 * (link-local scope), port {@value #PORT}, one socket per family.
 */
public final class MulticastPort implements LanPort {
  /** UDP port of both groups. */
  public static final int PORT = 7_401;

  private static final Logger LOG = LoggerFactory.getLogger(MulticastPort.class);
  private static final InetAddress GROUP4 = address(239, 255, 71, 86);
  private static final InetAddress GROUP6 =
      address(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x47, 0x56);
  private static final int MAX_BYTES = 2_048;
  private static final int ONE_HOP = 1;

  private final Predicate<String> isUsed;

  /** For IPv4, and for IPv6 where available. */
  private final List<DatagramChannel> channels;

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);

  private MulticastPort(
      Predicate<String> isUsed, List<DatagramChannel> channels, Selector selector) {
    this.isUsed = isUsed;
    this.channels = List.copyOf(channels);
    this.selector = selector;
  }

  /**
   * Opens both sockets; other clients on this machine may have them open as well.
   *
   * @param isUsed says by device which networks to use; asked whenever something is sent
   * @param setup what is done to each socket first
   */
  public static MulticastPort open(Predicate<String> isUsed, SocketSetup setup) throws IOException {
    Selector selector = Selector.open();
    List<DatagramChannel> channels = new ArrayList<>();
    try {
      channels.add(open(selector, StandardProtocolFamily.INET, address(0, 0, 0, 0), setup));
      if (hasIpv6()) {
        channels.add(open(selector, StandardProtocolFamily.INET6, address(new int[16]), setup));
      }
      return new MulticastPort(isUsed, channels, selector);
    } catch (IOException e) {
      for (DatagramChannel channel : channels) {
        channel.close();
      }
      selector.close();
      throw e;
    }
  }

  /** Not every kernel has it, and Java throws an unchecked exception where it is missing. */
  private static boolean hasIpv6() throws IOException {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
      return true;
    } catch (UnsupportedOperationException e) {
      LOG.debug("no IPv6 here: {}", e.getMessage());
      return false;
    }
  }

  private static DatagramChannel open(
      Selector selector, StandardProtocolFamily family, InetAddress any, SocketSetup setup)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      setup.prepare(channel);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, ONE_HOP);
      channel.bind(new InetSocketAddress(any, PORT));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InetAddress address(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sendToAll(byte[] datagram) {
    for (NetworkInterface network : networks()) {
      boolean has4 = network.inetAddresses().anyMatch(Inet4Address.class::isInstance);
      boolean has6 = network.inetAddresses().anyMatch(a -> !(a instanceof Inet4Address));
      if (has4) {
        send(channels.get(0), GROUP4, network, datagram);
      }
      if (has6 && channels.size() > 1) {
        send(channels.get(1), GROUP6, network, datagram);
      }
    }
  }

  private List<NetworkInterface> networks() {
    try {
      return NetworkInterface.networkInterfaces().filter(this::isUsable).toList();
    } catch (SocketException e) {
      LOG.debug("this machine's devices are unknown: {}", e.getMessage());
      return List.of();
    }
  }

  private boolean isUsable(NetworkInterface network) {
    try {
      return network.isUp()
          && !network.isLoopback()
          && network.supportsMulticast()
          && isUsed.test(network.getName());
    } catch (SocketException e) {
      LOG.debug("{} is left out: {}", network.getName(), e.getMessage());
      return false;
    }
  }

  /** Joins first, because the network may be new. Joining twice has no further effect. */
  private static void send(
      DatagramChannel channel, InetAddress group, NetworkInterface network, byte[] datagram) {
    try {
      channel.join(group, network);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
      channel.send(ByteBuffer.wrap(datagram), new InetSocketAddress(group, PORT));
    } catch (IOException e) {
      LOG.debug("nothing is sent to {} on {}: {}", group, network.getName(), e.getMessage());
    }
  }

  @Override
  public @Nullable Received receive(int timeoutMillis) throws IOException {
    try {
      Received waiting = read();
      if (waiting != null) {
        return waiting;
      }
      selector.select(timeoutMillis);
      selector.selectedKeys().clear();
      return read();
    } catch (ClosedSelectorException e) {
      throw new IOException("closed", e);
    }
  }

  private @Nullable Received read() throws IOException {
    for (DatagramChannel channel : channels) {
      buffer.clear();
      if (channel.receive(buffer) instanceof InetSocketAddress source) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new Received(source.getAddress(), bytes);
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      selector.close();
      for (DatagramChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("closing: {}", e.getMessage());
    }
  }
}
