package net.groupvpn.gateway.nat.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import net.groupvpn.gateway.nat.Outside;
import net.groupvpn.gateway.nat.UdpMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port outside of one {@link UdpMapping}. Of the NAT's thread only. */
final class NatPort implements Outside.DatagramPort, ChannelEvents {
  /** Read at one time; then others have their turn. */
  private static final int MAX_DATAGRAMS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(NatPort.class);

  private final UdpMapping mapping;
  private final DatagramChannel channel;
  private final ByteBuffer buffer;

  private NatPort(UdpMapping mapping, DatagramChannel channel, ByteBuffer buffer) {
    this.mapping = mapping;
    this.channel = channel;
    this.buffer = buffer;
  }

  /**
   * Opens a port.
   *
   * @param buffer for what comes, shared by all ports of the thread
   */
  static NatPort open(
      UdpMapping mapping, boolean isIpv4, ByteBuffer buffer, Selector selector, SocketMarker marker)
      throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      marker.mark(channel);
      channel.configureBlocking(false);
      channel.bind(null);
      NatPort port = new NatPort(mapping, channel, buffer);
      channel.register(selector, SelectionKey.OP_READ, port);
      return port;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void onReady(long now) {
    try {
      for (int i = 0; i < MAX_DATAGRAMS && channel.isOpen(); i++) {
        buffer.clear();
        if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
          return;
        }
        mapping.onDatagram(from, buffer.flip());
      }
    } catch (IOException e) {
      LOG.debug("receiving a datagram failed: {}", e.getMessage());
    }
  }

  @Override
  public Outside.Sent send(InetSocketAddress to, ByteBuffer payload) {
    try {
      int length = payload.remaining();
      return channel.send(payload, to) == length ? Outside.Sent.YES : Outside.Sent.DROPPED;
    } catch (IOException | UnsupportedAddressTypeException | UnresolvedAddressException e) {
      LOG.debug("sending a datagram failed: {}", e.getMessage());
      return Outside.Sent.UNREACHABLE;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a UDP port failed: {}", e.getMessage());
    }
  }
}
