package net.groupvpn.portal.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One JSON object in each direction, each ended by a line feed, of at most {@link #MAX_BYTES}. */
final class PortalControlMessage {
  private static final int MAX_BYTES = 8 * 1_024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Asks for a new password. */
  record Request(String account, String password) {}

  /** The answer: whether it was done, and a sentence for the person who asked. */
  record Answer(boolean done, String sentence) {}

  private PortalControlMessage() {}

  /** The path of a portal's socket. */
  static Path socketIn(Path data) {
    return data.resolve("control.sock");
  }

  static void write(SocketChannel channel, Object message) throws IOException {
    var bytes = (JSON.writeValueAsString(message) + "\n").getBytes(UTF_8);
    for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
      channel.write(left);
    }
  }

  /** Blocks until a whole message has arrived. */
  static <T> T read(SocketChannel channel, Class<T> type) throws IOException {
    var in = Channels.newInputStream(channel);
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() == MAX_BYTES) {
        throw new EOFException("a message on the control socket is cut off or too long");
      }
      line.write(next);
    }
    return JSON.readValue(line.toByteArray(), type);
  }
}
