package net.groupvpn.client.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.groupvpn.overlay.wire.PlainText;
import org.junit.jupiter.api.Test;

class OneLineFormatterTest {
  private static final String HOSTILE = "gone\r\n2026-01-01 ERROR x: forged \u001b[31m\u202e\u2028";

  @Test
  void aRecordIsOneLineWhateverItSays() {
    LogRecord record = new LogRecord(Level.INFO, HOSTILE);
    String line = new OneLineFormatter(false).format(record);
    assertThat(line.lines()).hasSize(1).allMatch(PlainText::isPlain);
    assertThat(line).contains("\\u001b[31m\\u202e").contains("INFO");
  }

  @Test
  void messagesOfExceptionsBeginNoLinesOfTheirOwn() {
    LogRecord record = new LogRecord(Level.WARNING, "it failed");
    record.setThrown(new IOException(HOSTILE, new IllegalStateException(HOSTILE)));
    String text = new OneLineFormatter(true).format(record);
    assertThat(text).startsWith("<4>WARN").contains("Caused by: java.lang.IllegalStateException");
    assertThat(text.lines())
        .noneMatch(line -> line.startsWith("2026"))
        .allMatch(line -> PlainText.isPlain(line.replace("\t", "")));
  }
}
