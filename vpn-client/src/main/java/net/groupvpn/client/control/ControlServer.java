package net.groupvpn.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control socket. One thread accepts; each connection has its own, of which there are at
 * most {@value #MAX_CONNECTIONS}. Requests of one connection are answered in order.
 */
public final class ControlServer implements AutoCloseable {
  static final int MAX_CONNECTIONS = 16;
  private static final long LAST_ANSWERS_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private final Path socket;
  private final ControlHandler handler;
  private final ServerSocketChannel server;
  private final ReadWriteLock answering = new ReentrantReadWriteLock();
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private ControlServer(Path socket, ControlHandler handler, ServerSocketChannel server) {
    this.socket = socket;
    this.handler = handler;
    this.server = server;
  }

  /**
   * Binds the socket and serves it.
   *
   * @throws IOException if it cannot be bound, or a daemon already listens there
   */
  public static ControlServer start(Path socket, ControlHandler handler) throws IOException {
    removeIfDead(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw new IOException("the control socket " + socket + " failed: " + e.getMessage(), e);
    }
    ControlServer server = new ControlServer(socket, handler, channel);
    thread("control", server::accept);
    return server;
  }

  private static void removeIfDead(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      throw new AlreadyRunningException("a client already runs for this network: " + socket);
    } catch (AlreadyRunningException e) {
      throw e;
    } catch (IOException e) {
      // Left behind by a killed process.
      Files.delete(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        if (connections.size() >= MAX_CONNECTIONS) {
          connection.close();
          continue;
        }
        connections.add(connection);
        thread("control-connection", () -> serve(connection));
      }
    } catch (ClosedChannelException e) {
      LOG.debug("the control socket is closed");
    } catch (IOException e) {
      LOG.error("the control socket failed; the client runs on without it", e);
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
      OutputStream out = Channels.newOutputStream(connection);
      LineReader lines = new LineReader(in, ControlMessage.MAX_REQUEST_BYTES);
      while (serveOne(lines, out)) {
        LOG.trace("served a request");
      }
    } catch (IOException e) {
      LOG.debug("a control connection broke: {}", e.getMessage());
    } finally {
      connections.remove(connection);
    }
  }

  private boolean serveOne(LineReader lines, OutputStream out) throws IOException {
    @Nullable String line;
    try {
      line = lines.next();
    } catch (ControlException e) {
      send(out, ControlMessage.failure(e));
      return false;
    }
    if (line == null) {
      return false;
    }
    answering.readLock().lock();
    try {
      send(out, answer(line));
    } finally {
      answering.readLock().unlock();
    }
    return true;
  }

  private ObjectNode answer(String line) {
    try {
      JsonNode request = ControlMessage.parse(line);
      JsonNode command = request.path("command");
      if (!command.isTextual()) {
        throw new ControlException("bad_request", "command is missing");
      }
      return ControlMessage.success(handler.handle(command.asText(), request.path("arguments")));
    } catch (ControlException e) {
      return ControlMessage.failure(e);
    } catch (RuntimeException e) {
      LOG.error("a control request failed", e);
      return ControlMessage.failure(new ControlException("internal", "the daemon failed: " + e));
    }
  }

  private static void send(OutputStream out, ObjectNode answer) throws IOException {
    out.write(ControlMessage.line(answer).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Stops serving after the pending answers; the socket's file stays. */
  @Override
  public void close() throws IOException {
    server.close();
    letAnswersFinish();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }

  /** Removes the socket's file, which tells {@code groupvpn down} that everything is cleaned up. */
  public void removeSocket() throws IOException {
    Files.deleteIfExists(socket);
  }

  private void letAnswersFinish() {
    try {
      if (answering.writeLock().tryLock(LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)) {
        answering.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Another daemon has the socket. */
  public static final class AlreadyRunningException extends IOException {
    private static final long serialVersionUID = 1L;

    AlreadyRunningException(String message) {
      super(message);
    }
  }
}
