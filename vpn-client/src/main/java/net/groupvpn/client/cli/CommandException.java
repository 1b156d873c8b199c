package net.groupvpn.client.cli;

/** Ends a command with a message for its user and an exit code. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String code;

  CommandException(int exitCode, String message) {
    this(exitCode, ExitCode.name(exitCode), message);
  }

  /** {@code code} is stable, for programs. */
  CommandException(int exitCode, String code, String message) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
  }

  int exitCode() {
    return exitCode;
  }

  String code() {
    return code;
  }
}
