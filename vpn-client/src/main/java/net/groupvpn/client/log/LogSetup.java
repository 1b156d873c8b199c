package net.groupvpn.client.log;

import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets java.util.logging up: one tidy line for each record, on standard error, or in a file that
 * the process looks after itself.
 */
public final class LogSetup {
  private static final Logger ROOT = Logger.getLogger("");

  private LogSetup() {}

  /** Names the variable of the environment that says which file to log to. */
  public static final String FILE_VARIABLE = "GROUPVPN_LOG_FILE";

  /** Replaces whatever was set up. Other people's libraries stay at warnings. */
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

  /** Kept here, because java.util.logging forgets the level of loggers that nobody holds. */
  private static final Logger OURS = Logger.getLogger("net.groupvpn");
}
