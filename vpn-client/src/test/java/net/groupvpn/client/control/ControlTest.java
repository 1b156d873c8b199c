package net.groupvpn.client.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlTest {
  @TempDir private Path directory;
  private Path socket;
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    socket = directory.resolve("office.sock");
    server =
        ControlServer.start(
            socket,
            (command, arguments) ->
                switch (command) {
                  case "echo" ->
                      ControlMessage.object().put("said", arguments.path("say").asText());
                  case "end" -> end();
                  case "refuse" -> throw new ControlException("no_such_member", "nobody is bob");
                  default -> throw new IllegalStateException("a bug");
                });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aDaemonThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    Path silent = directory.resolve("silent.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(silent));
      try (ControlClient client = ControlClient.connect(silent, Duration.ofMillis(50))) {
        assertThatThrownBy(() -> client.ask("status", ControlClient.arguments()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("has not answered");
      }
    }
  }

  @Test
  void answersRequestsInOrderOnOneConnection() throws Exception {
    try (ControlClient client = ControlClient.connect(socket)) {
      for (String word : new String[] {"one", "two"}) {
        assertThat(
                client
                    .ask("echo", ControlClient.arguments().put("say", word))
                    .path("said")
                    .asText())
            .isEqualTo(word);
      }
    }
  }

  @Test
  void aRefusalCarriesItsCodeAndMessage() throws Exception {
    try (ControlClient client = ControlClient.connect(socket)) {
      ControlException refusal =
          catchThrowableOfType(
              ControlException.class, () -> client.ask("refuse", ControlClient.arguments()));

      assertThat(refusal.code()).isEqualTo("no_such_member");
      assertThat(refusal).hasMessage("nobody is bob");
    }
  }

  @Test
  void aBugInTheDaemonDoesNotEndTheConnection() throws Exception {
    try (ControlClient client = ControlClient.connect(socket)) {
      assertThatThrownBy(() -> client.ask("crash", ControlClient.arguments()))
          .isInstanceOf(ControlException.class);
      assertThat(client.ask("echo", ControlClient.arguments()).isObject()).isTrue();
    }
  }

  @Test
  void onlyTheOwnerMayOpenTheSocket() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  @Test
  void hostileLinesGetOneAnswerEach() throws IOException {
    assertThat(raw("not json\n")).contains("\"error\":\"bad_request\"");
    assertThat(raw("[]\n")).contains("bad_request");
    assertThat(raw("\n")).contains("bad_request");
    assertThat(raw("{\"version\":9,\"command\":\"echo\"}\n")).contains("bad_version");
    assertThat(raw("{\"version\":1,\"command\":7}\n")).contains("bad_request");
    assertThat(raw("[".repeat(4_000) + "\n")).contains("bad_request");
  }

  @Test
  void aLineWithoutEndIsCutOff() throws IOException {
    assertThat(raw("x".repeat(ControlMessage.MAX_REQUEST_BYTES + 1))).contains("too_long");
  }

  @Test
  void aSecondDaemonIsRefused() {
    assertThatThrownBy(
            () -> ControlServer.start(socket, (command, arguments) -> ControlMessage.object()))
        .isInstanceOf(ControlServer.AlreadyRunningException.class);
  }

  @Test
  void aSocketLeftByAKilledDaemonIsReplaced() throws Exception {
    Path left = directory.resolve("left.sock");
    Files.createFile(left);

    ControlServer second =
        ControlServer.start(left, (command, arguments) -> ControlMessage.object());
    try (ControlClient client = ControlClient.connect(left)) {
      assertThat(client.ask("anything", ControlClient.arguments())).isEmpty();
    }
    second.close();
    assertThat(left).exists();
    second.removeSocket();
    assertThat(left).doesNotExist();
  }

  @Test
  void anAnswerOnItsWayIsSentBeforeTheServerCloses() throws Exception {
    try (ControlClient client = ControlClient.connect(socket)) {
      assertThat(client.ask("end", ControlClient.arguments()).path("said").asText())
          .isEqualTo("ending");
    }
  }

  /** Returns once another thread is closing the server. */
  private ObjectNode end() {
    Thread closing =
        new Thread(
            () -> {
              try {
                server.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return ControlMessage.object().put("said", "ending");
  }

  private String raw(String line) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
    }
  }
}
