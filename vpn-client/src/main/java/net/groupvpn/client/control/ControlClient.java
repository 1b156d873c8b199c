package net.groupvpn.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Asks a running client. Not thread-safe. */
public final class ControlClient implements AutoCloseable {
  /** The longest requests wait a minute for other members. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SocketChannel connection;
  private final Duration patience;
  private final LineReader answers;

  private ControlClient(SocketChannel connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
    this.answers =
        new LineReader(
            new BufferedInputStream(Channels.newInputStream(connection)),
            ControlMessage.MAX_ANSWER_BYTES);
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there, or this user lacks the permission
   */
  public static ControlClient connect(Path socket) throws IOException {
    return connect(socket, PATIENCE);
  }

  static ControlClient connect(Path socket, Duration patience) throws IOException {
    return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)), patience);
  }

  /** An empty object for arguments. */
  public static ObjectNode arguments() {
    return ControlMessage.object();
  }

  /**
   * Asks and waits for the answer.
   *
   * @return the answer's {@code result}
   * @throws ControlException if the daemon refused
   * @throws IOException if the daemon went away, or does not answer
   */
  public JsonNode ask(String command, ObjectNode arguments) throws IOException, ControlException {
    String line = ControlMessage.line(ControlMessage.request(command, arguments));
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
    @Nullable String answer = nextAnswer();
    if (answer == null) {
      throw new IOException("the client ended without an answer");
    }
    JsonNode message = ControlMessage.parse(answer);
    if (!message.path("ok").asBoolean()) {
      throw new ControlException(
          message.path("error").asText("unknown"), message.path("message").asText());
    }
    return message.path("result");
  }

  private @Nullable String nextAnswer() throws IOException, ControlException {
    Executor later = CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS);
    AtomicBoolean isTooLate = new AtomicBoolean();
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              // Before the connection is closed: reading ends while it is being closed.
              isTooLate.set(true);
              hangUp();
            },
            later);
    try {
      return answers.next();
    } catch (IOException e) {
      if (isTooLate.get()) {
        throw new IOException(
            "it has not answered for %d s; it may be stopped, or the machine may be overloaded"
                .formatted(patience.toSeconds()),
            e);
      }
      throw e;
    } finally {
      waiting.cancel(false);
    }
  }

  private void hangUp() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
