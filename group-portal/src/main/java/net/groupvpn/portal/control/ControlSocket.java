package net.groupvpn.portal.control;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running portal's end. Only one process can open the embedded database, so a command that
 * changes it asks the portal to do so. Has a thread of its own, and serves one caller at a time;
 * callers have the portal's own rights.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private final Path path;
  private final ServerSocketChannel channel;
  private final Resets resets;

  /** Sets a new password for an account. */
  @FunctionalInterface
  public interface Resets {
    /**
     * Returns what was done, in a sentence; throws {@link PortalControlException} with the reason
     * otherwise.
     */
    String reset(String account, String password) throws PortalControlException;
  }

  private ControlSocket(Path path, ServerSocketChannel channel, Resets resets) {
    this.path = path;
    this.channel = channel;
    this.resets = resets;
  }

  /**
   * Listens in the data directory, whose database this process has open. An existing socket was
   * left by a killed portal. Null, with a warning, if the path is too long for a socket; the portal
   * runs without it.
   */
  public static @Nullable ControlSocket open(Path data, Resets resets) {
    var path = PortalControlMessage.socketIn(data);
    try {
      Files.deleteIfExists(path);
      var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, fromString("rw-------"));
      var socket = new ControlSocket(path, channel, resets);
      var thread = new Thread(socket::serve, "control");
      thread.setDaemon(true);
      thread.start();
      return socket;
    } catch (IOException e) {
      LOG.warn("no {}, so reset-password works only while the portal is stopped", path, e);
      return null;
    }
  }

  private void serve() {
    while (channel.isOpen()) {
      try (var caller = channel.accept()) {
        answer(caller);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("a call on {} failed: {}", path, e.getMessage());
      }
    }
  }

  private void answer(SocketChannel caller) throws IOException {
    var request = PortalControlMessage.read(caller, PortalControlMessage.Request.class);
    PortalControlMessage.write(caller, done(request));
  }

  private PortalControlMessage.Answer done(PortalControlMessage.Request request) {
    try {
      return new PortalControlMessage.Answer(
          true, resets.reset(request.account(), request.password()));
    } catch (PortalControlException e) {
      return new PortalControlMessage.Answer(false, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("resetting a password failed", e);
      return new PortalControlMessage.Answer(
          false, "The portal failed to do this. Its log says why.");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }
}
