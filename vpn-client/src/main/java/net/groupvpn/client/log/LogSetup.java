package net.groupvpn.client.log;

import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Configures java.util.logging: one line per record, on standard error, or in a file that the
 * process manages itself.
 */
public final class LogSetup {
  private static final Logger ROOT = Logger.getLogger("");

  private LogSetup() {}

  /** The environment variable that names the log file. */
  public static final String FILE_VARIABLE = "GROUPVPN_LOG_FILE";

  /** Replaces the former configuration. Third-party libraries log warnings only. */
  public static void apply(Level level) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    String file = System.getenv(FILE_VARIABLE);
    Handler handler = file == null ? new ConsoleHandler() : new TurningLog(Path.of(file));
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLineFormatter(System.getenv("JOURNAL_STREAM") != null));
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(level);
  }

  /** Referenced here, because java.util.logging forgets the levels of unreferenced loggers. */
  private static final Logger OURS = Logger.getLogger("net.groupvpn");
}
