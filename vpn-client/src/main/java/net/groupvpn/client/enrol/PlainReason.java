package net.groupvpn.client.enrol;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Explains in plain words why a server cannot be reached. The JDK's HTTP client gives a class name
 * at best, so this class connects once more without layers that hide the reason. Blocks.
 */
final class PlainReason {
  private static final int DEFAULT_PORT = 443;

  private PlainReason() {}

  /** The reason, or null if the connection works now. */
  static @Nullable String of(URI server, Duration timeout) {
    String host = server.getHost();
    int port = server.getPort() < 0 ? DEFAULT_PORT : server.getPort();
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return "the name " + host + " cannot be resolved; is there a network, and a name server?";
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
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
