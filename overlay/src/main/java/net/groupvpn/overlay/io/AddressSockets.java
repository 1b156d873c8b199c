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
 * One UDP socket for each address of a machine that has several, beside the one for all: the JDK
 * does not tell at which address a datagram came, and answers from the address that the routes say.
 * Whoever asked at another one is answered by that one's socket, or it would take no notice.
 */
final class AddressSockets {
  /** Addresses that get a socket of their own. */
  static final int MAX_ADDRESSES = 32;

  /** Peers that are remembered; who has been silent for longest is forgotten first. */
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

  /** What this machine has now, but loopback and link-local ones; none if it does not tell. */
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

  /** Opens what is missing and closes what is no longer needed. */
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
      // Only while these are opened: nobody else is to share the port.
      all.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      for (InetAddress address : wanted) {
        open(address);
      }
      all.setOption(StandardSocketOptions.SO_REUSEADDR, false);
    }
  }

  /** Those of which there are several in their family. */
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
      // It may have gone meanwhile; the socket for all addresses still hears it.
      LOG.debug("no socket of its own for {}: {}", address.getHostAddress(), e.getMessage());
      channel.close();
    }
  }

  /** A datagram of {@code peer} came on {@code channel}. */
  synchronized void onReceived(Endpoint peer, DatagramChannel channel) {
    if (channel != all) {
      asked.put(peer, channel);
    }
  }

  /** By which socket to send to this peer. */
  synchronized DatagramChannel channelTo(Endpoint peer) {
    @Nullable DatagramChannel channel = asked.get(peer);
    return channel == null ? all : channel;
  }

  /** Sending failed: the address may be gone. True if there was one. */
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
