package net.groupvpn.portal.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The command line's end: a call to the portal that runs on a data directory. */
public final class ControlCall implements AutoCloseable {
  private final SocketChannel channel;

  private ControlCall(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects to the portal that runs on this directory; null if none does.
   *
   * @throws IOException if there is one that cannot be reached, for example by this user
   */
  public static @Nullable ControlCall find(Path data) throws IOException {
    var path = PortalControlMessage.socketIn(data);
    if (!Files.exists(path)) {
      return null;
    }
    try {
      return new ControlCall(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    } catch (ConnectException e) {
      // Left from a killed portal.
      return null;
    } catch (SocketException e) {
      throw new IOException("cannot reach the portal at " + path + ": " + e.getMessage(), e);
    }
  }

  /** Makes the portal reset a password; returns its sentence. */
  public String reset(String account, String password) throws IOException, PortalControlException {
    PortalControlMessage.write(channel, new PortalControlMessage.Request(account, password));
    var answer = PortalControlMessage.read(channel, PortalControlMessage.Answer.class);
    if (!answer.done()) {
      throw new PortalControlException(answer.sentence());
    }
    return answer.sentence();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
