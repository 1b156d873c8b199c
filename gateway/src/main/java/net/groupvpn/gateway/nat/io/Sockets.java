package net.groupvpn.gateway.nat.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import net.groupvpn.gateway.nat.NatFlow;
import net.groupvpn.gateway.nat.Outside;
import net.groupvpn.gateway.nat.UdpMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the NAT's sockets. */
final class Sockets implements Outside {
  private static final int MAX_DATAGRAM_BYTES = 65_536;
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private final Selector selector;
  private final SocketMarker marker;
  private final EchoPort echo;

  /** What comes by UDP; direct, since the system writes into it. */
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);

  /** Connections that were made, or failed, at once. */
  private final ArrayDeque<ChannelEvents> ready = new ArrayDeque<>();

  Sockets(Selector selector, SocketMarker marker, EchoPort echo) {
    this.selector = selector;
    this.marker = marker;
    this.echo = echo;
  }

  @Override
  public @Nullable Connection connect(NatFlow flow, InetSocketAddress server) {
    try {
      return ServerConnection.open(flow, server, selector, marker, ready::add);
    } catch (IOException | RuntimeException e) {
      LOG.warn("no socket can be had for a member's connection: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public @Nullable DatagramPort openPort(UdpMapping mapping, boolean isIpv4) {
    try {
      return NatPort.open(mapping, isIpv4, datagram, selector, marker);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("no UDP port can be had for a member: {}", e.getMessage());
      return null;
    }
  }

  /** The next connection that is ready without the selector's saying so, or null. */
  @Nullable ChannelEvents pollReady() {
    return ready.poll();
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  @Override
  public boolean sendEcho(InetAddress to, int sequence, byte[] data) {
    return echo.send(to, sequence, data);
  }
}
