package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.function.Predicate;
import net.groupvpn.client.os.DefaultRoute;
import org.jspecify.annotations.Nullable;

/** Finds the router before this machine. Any thread. */
public interface GatewayFinder {
  /**
   * Looks it up now; sends nothing.
   *
   * @return null if there is none
   * @throws IOException if it cannot be determined
   */
  @Nullable Gateway find() throws IOException;

  /**
   * Reads this machine's routes.
   *
   * @param procNet {@code /proc/net}
   * @param isVirtual selects the devices to leave out: the group's own
   */
  static GatewayFinder ofThisMachine(Path procNet, Predicate<String> isVirtual) {
    return () -> {
      @Nullable DefaultRoute route = DefaultRoute.read(procNet, isVirtual);
      return route == null ? null : towards(route.gateway());
    };
  }

  /** Connecting a datagram socket sends nothing, but chooses the source address. */
  private static @Nullable Gateway towards(Inet4Address router) throws SocketException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(router, UdpExchange.PORT));
      return socket.getLocalAddress() instanceof Inet4Address own && !own.isAnyLocalAddress()
          ? new Gateway(router, own)
          : null;
    }
  }
}
