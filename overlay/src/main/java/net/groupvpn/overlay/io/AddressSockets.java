package net.groupvpn.overlay.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket for each address of a machine that has several, beside the socket for all
 * addresses. The JDK does not tell at which address a datagram arrived, and answers from the
 * address that the routes choose. A peer that asked at another address would ignore that answer, so
 * the socket of that address answers it.
 */
final class AddressSockets {
  /** Most addresses that get a socket of their own. */
  static final int MAX_ADDRESSES = 32;

  /** Most peers remembered; the one silent for longest is forgotten first. */
  static final int MAX_PEERS = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(AddressSockets.class);

  private final DatagramChannel all;
  private final int port;
  private final Selector selector;
  private final Supplier<List<InetAddress>> addresses;
  private final Map<InetAddress, DatagramChannel> own = new HashMap<>();
  private final Map<Endpoint, DatagramChannel> asked =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, DatagramChannel> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /** {@code all} is bound to {@code port} on all addresses. */
  AddressSockets(
      DatagramChannel all, int port, Selector selector, Supplier<List<InetAddress>> addresses) {
    this.all = all;
    this.port = port;
    this.selector = selector;
    this.addresses = addresses;
  }

  /**
   * This machine's present addresses without loopback and link-local ones; none if the system does
   * not tell.
   */
  static List<InetAddress> ofThisMachine() {
    List<InetAddress> found = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
          .forEach(found::add);
    } catch (SocketException e) {
      LOG.debug("this machine's addresses are unknown: {}", e.getMessage());
    }
    return found;
  }

  /** Opens missing sockets and closes those no longer needed. */
  synchronized void refresh() throws IOException {
    Set<InetAddress> wanted = wanted(addresses.get());
    for (Iterator<Map.Entry<InetAddress, DatagramChannel>> each = own.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<InetAddress, DatagramChannel> known = each.next();
      if (!wanted.remove(known.getKey())) {
        asked.values().removeIf(known.getValue()::equals);
        known.getValue().close();
        each.remove();
      }
    }
    if (!wanted.isEmpty() && all.isOpen()) {
      // Only while these are opened: nobody else may share the port.
      all.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      for (InetAddress address : wanted) {
        open(address);
      }
      all.setOption(StandardSocketOptions.SO_REUSEADDR, false);
    }
  }

  /** The addresses of each family that has several. */
  private static Set<InetAddress> wanted(List<InetAddress> present) {
    Set<InetAddress> wanted = new HashSet<>();
    for (boolean is4 : new boolean[] {true, false}) {
      List<InetAddress> family =
          present.stream()
              .filter(each -> each instanceof Inet4Address == is4)
              .distinct()
              .limit(MAX_ADDRESSES)
              .toList();
      if (family.size() > 1) {
        wanted.addAll(family);
      }
    }
    return wanted;
  }

  private void open(InetAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, port));
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, false);
      NioDatagramPort.configure(channel);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      own.put(address, channel);
    } catch (IOException | UnsupportedOperationException e) {
      // The address may be gone by now; the socket for all addresses still hears it.
      LOG.debug("no socket of its own for {}: {}", address.getHostAddress(), e.getMessage());
      channel.close();
    }
  }

  /** A datagram from {@code peer} arrived on {@code channel}. */
  synchronized void onReceived(Endpoint peer, DatagramChannel channel) {
    if (channel != all) {
      asked.put(peer, channel);
    }
  }

  /** The socket to use for this peer. */
  synchronized DatagramChannel channelTo(Endpoint peer) {
    @Nullable DatagramChannel channel = asked.get(peer);
    return channel == null ? all : channel;
  }

  /** Sending failed: the address may be gone. True if the peer had a socket of its own. */
  synchronized boolean forget(Endpoint peer) {
    return asked.remove(peer) != null;
  }

  synchronized void close() throws IOException {
    for (DatagramChannel channel : own.values()) {
      channel.close();
    }
    own.clear();
    asked.clear();
  }
}
