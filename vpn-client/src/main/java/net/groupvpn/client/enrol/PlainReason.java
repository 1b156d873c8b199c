package net.groupvpn.client.enrol;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import net.groupvpn.client.http.OwnHttp;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;

/**
 * Explains in plain words why a server cannot be reached. The JDK's HTTP client gives a class name
 * at best, so this class connects once more without layers that hide the reason. Blocks.
 */
final class PlainReason {
  private static final int DEFAULT_PORT = 443;

  private PlainReason() {}

  /**
   * The reason, or null if the connection works now.
   *
   * @param sockets what is done to the socket first
   */
  static @Nullable String of(
      URI server, Duration timeout, SocketSetup sockets, OwnHttp.Names names) {
    String host = server.getHost().replaceAll("[\\[\\]]", "");
    int port = server.getPort() < 0 ? DEFAULT_PORT : server.getPort();
    InetAddress address;
    try {
      address = names.find(host)[0];
    } catch (UnknownHostException e) {
      return "the name " + host + " cannot be resolved; is there a network, and a name server?";
    }
    try (SocketChannel channel = SocketChannel.open()) {
      sockets.prepare(channel);
      int millis = Math.toIntExact(timeout.toMillis());
      channel.socket().connect(new InetSocketAddress(address, port), millis);
      return null;
    } catch (SocketTimeoutException e) {
      return "nothing answers at %s, TCP port %d, within %d s; a firewall may drop it"
          .formatted(address.getHostAddress(), port, timeout.toSeconds());
    } catch (NoRouteToHostException e) {
      return "there is no way to " + address.getHostAddress() + " (" + e.getMessage() + ")";
    } catch (ConnectException e) {
      return "nobody listens at %s, TCP port %d (%s)"
          .formatted(address.getHostAddress(), port, e.getMessage());
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
