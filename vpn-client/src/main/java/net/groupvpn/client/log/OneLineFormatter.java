package net.groupvpn.client.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.groupvpn.overlay.wire.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Formats a record as one line: time (unless journald adds it), level, source, message. What cannot
 * be displayed as it is, such as newlines and escape sequences, is escaped, because many records
 * quote others.
 */
final class OneLineFormatter extends Formatter {
  private static final int MAX_CAUSES = 8;
  private static final String LINE = System.lineSeparator();

  private final boolean isJournal;

  /** {@code isJournal} omits the time and prepends syslog's priority. */
  OneLineFormatter(boolean isJournal) {
    this.isJournal = isJournal;
  }

  @Override
  public String format(LogRecord record) {
    Instant time = record.getInstant().truncatedTo(ChronoUnit.MILLIS);
    String begin = isJournal ? "<" + priority(record.getLevel()) + ">" : time + " ";
    return String.format(
        Locale.ROOT,
        "%s%-5s %s: %s%n%s",
        begin,
        name(record.getLevel()),
        shortName(record.getLoggerName()),
        PlainText.escape(formatMessage(record).replace('\n', ' ')),
        trace(record.getThrown()));
  }

  private static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** Priorities of syslog (RFC 5424 6.2.1), as journald reads them. */
  private static int priority(Level level) {
    return switch (name(level)) {
      case "ERROR" -> 3;
      case "WARN" -> 4;
      case "INFO" -> 6;
      default -> 7;
    };
  }

  private static String shortName(@Nullable String logger) {
    return logger == null ? "client" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String trace(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "Caused by: ").append(PlainText.escape(cause.toString()));
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append(LINE).append("\tat ").append(frame);
      }
      text.append(LINE);
      cause = cause.getCause();
    }
    return text.toString();
  }
}
