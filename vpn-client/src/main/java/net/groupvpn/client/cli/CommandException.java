package net.groupvpn.client.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

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

  /** Why a file could not be used; Java's own message is often only the file's name. */
  static CommandException of(IOException problem) {
    if (problem instanceof AccessDeniedException denied) {
      return new CommandException(
          ExitCode.NO_PERMISSION, "this user may not use " + denied.getFile() + "; try with sudo");
    }
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof FileSystemException file && file.getReason() == null) {
      message += " cannot be used: " + file.getClass().getSimpleName();
    }
    return new CommandException(ExitCode.FAILED, message);
  }

  int exitCode() {
    return exitCode;
  }

  String code() {
    return code;
  }
}
