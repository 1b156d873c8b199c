package net.groupvpn.client.cli;

/** Exit codes of the command; stable. */
public final class ExitCode {
  /** Done as asked. */
  public static final int FINE = 0;

  /** It failed; the message says why. */
  public static final int FAILED = 1;

  /** The command line is invalid. */
  public static final int USAGE = 2;

  /** No client runs for this network. */
  public static final int NOT_RUNNING = 3;

  /** This user lacks the permission. */
  public static final int NO_PERMISSION = 4;

  /** The portal refused: revoked, or the token was used or belongs to another group. */
  public static final int REFUSED = 5;

  /** The configuration or group file is bad: changed, truncated, expired, or with a wrong key. */
  public static final int BAD_CONFIG = 6;

  private ExitCode() {}

  /** The exit code's name in JSON. */
  static String name(int exitCode) {
    return switch (exitCode) {
      case USAGE -> "usage";
      case NOT_RUNNING -> "not_running";
      case NO_PERMISSION -> "no_permission";
      case REFUSED -> "refused";
      case BAD_CONFIG -> "bad_config";
      default -> "failed";
    };
  }
}
