package net.groupvpn.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks a running client. Not thread-safe. */
public final class ControlClient implements AutoCloseable {
  private final SocketChannel connection;
  private final LineReader answers;

  private ControlClient(SocketChannel connection) {
    this.connection = connection;
    this.answers =
        new LineReader(
            new BufferedInputStream(Channels.newInputStream(connection)),
            ControlMessage.MAX_ANSWER_BYTES);
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there, or this user may not
   */
  public static ControlClient connect(Path socket) throws IOException {
    return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
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
   * @throws IOException if the daemon went away
   */
  public JsonNode ask(String command, ObjectNode arguments) throws IOException, ControlException {
    String line = ControlMessage.line(ControlMessage.request(command, arguments));
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
    @Nullable String answer = answers.next();
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

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
