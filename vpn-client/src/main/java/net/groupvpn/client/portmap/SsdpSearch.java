package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the router's UPnP description: asks all hosts in its network, and the router itself,
 * but listens to the router only.
 */
final class SsdpSearch implements UpnpProtocol.Search {
  private static final int TRIES = 2;
  private static final int WAIT_MILLIS = 1_200;
  private static final int MAX_REPLIES = 64;
  private static final int[] VERSIONS = {1, 2};

  private final PortMapCounters counters;
  private final BooleanSupplier isStopping;
  private final SocketSetup setup;

  SsdpSearch(PortMapCounters counters, BooleanSupplier isStopping, SocketSetup setup) {
    this.setup = setup;
    this.counters = counters;
    this.isStopping = isStopping;
  }

  /** Blocks for a few seconds at most. */
  @Override
  public @Nullable URI find(Gateway gateway) throws IOException {
    try (DatagramSocket socket = OwnSocket.open(gateway, setup)) {
      NetworkInterface device = NetworkInterface.getByInetAddress(gateway.own());
      if (device != null) {
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, device);
      }
      for (int i = 0; i < TRIES && !isStopping.getAsBoolean(); i++) {
        send(socket, InetAddress.getByName(SsdpReply.GROUP));
        send(socket, gateway.router());
        @Nullable URI location = await(socket, gateway.router());
        if (location != null) {
          return location;
        }
      }
      return null;
    }
  }

  private static void send(DatagramSocket socket, InetAddress to) throws IOException {
    for (int version : VERSIONS) {
      byte[] search = SsdpReply.search(version);
      socket.send(new DatagramPacket(search, search.length, to, SsdpReply.PORT));
    }
  }

  private @Nullable URI await(DatagramSocket socket, InetAddress router) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    DatagramPacket packet = new DatagramPacket(new byte[SsdpReply.MAX_BYTES], SsdpReply.MAX_BYTES);
    for (int i = 0; i < MAX_REPLIES; i++) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      socket.setSoTimeout((int) left);
      packet.setLength(SsdpReply.MAX_BYTES);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return null;
      }
      @Nullable URI location = read(packet, router);
      if (location != null) {
        return location;
      }
    }
    return null;
  }

  private @Nullable URI read(DatagramPacket packet, InetAddress router) {
    if (!packet.getAddress().equals(router)) {
      counters.increment(PortMapCounter.DROPPED_UPNP_IGD_STRANGER);
      return null;
    }
    byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
    @Nullable URI location = SsdpReply.location(datagram, router);
    if (location == null) {
      counters.increment(PortMapCounter.DROPPED_UPNP_IGD_MALFORMED);
    }
    return location;
  }
}
