package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedClientTest {
  @TempDir Path directory;

  @Test
  void whatAnEarlierStartSaidIsNotSaidAgain() throws IOException {
    Path log = directory.resolve("client.log");
    String earlier = "an earlier trouble\n";
    Files.writeString(log, earlier + "a new one\n");
    assertThat(DetachedClient.lastLines(log, earlier.length())).containsExactly("a new one");
  }

  @Test
  void aLogThatWasTurnedOverIsReadFromItsBeginning() throws IOException {
    Path log = Files.writeString(directory.resolve("client.log"), "a new one\n");
    assertThat(DetachedClient.lastLines(log, 1_000_000)).containsExactly("a new one");
  }
}
