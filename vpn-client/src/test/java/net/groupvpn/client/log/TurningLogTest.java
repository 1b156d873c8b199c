package net.groupvpn.client.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurningLogTest {
  private static final int MAX_BYTES = 1_000;

  @TempDir private Path directory;
  private Path file;
  private TurningLog log;

  @BeforeEach
  void open() {
    file = directory.resolve("client.log");
    log = new TurningLog(file, MAX_BYTES);
    log.setFormatter(new OneLineFormatter(false));
  }

  @Test
  void aLongLogMakesRoomWhileTheClientRuns() throws IOException {
    for (int i = 0; i < 200; i++) {
      say("line " + i);
    }
    assertThat(Files.size(file)).isLessThan(2 * MAX_BYTES);
    assertThat(Files.size(directory.resolve("client.log.1"))).isLessThan(2 * MAX_BYTES);
    assertThat(file).content().contains("line 199");
  }

  @Test
  void aLogThatWasMovedOrRemovedIsOpenedAnew() throws IOException {
    say("first");
    Files.move(file, directory.resolve("moved"));
    say("second");
    assertThat(file).content().contains("second").doesNotContain("first");
    Files.delete(file);
    say("third");
    assertThat(file).content().contains("third").doesNotContain("second");
  }

  private void say(String text) {
    LogRecord record = new LogRecord(Level.INFO, text);
    record.setLoggerName("net.groupvpn.Test");
    log.publish(record);
  }
}
