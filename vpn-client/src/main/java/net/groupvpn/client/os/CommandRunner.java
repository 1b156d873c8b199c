package net.groupvpn.client.os;

import java.io.IOException;
import java.util.List;

/** Runs commands of the operating system; blocks until they have ended. Thread-safe. */
public interface CommandRunner {
  /**
   * The result of a command.
   *
   * @param exitCode 0 if it succeeded
   * @param output what it printed, both streams, at most a few kilobytes
   */
  record Result(int exitCode, String output) {}

  /**
   * Runs one command, without a shell.
   *
   * @throws IOException if it cannot be started or does not end in time; the message names it
   */
  Result run(List<String> command) throws IOException;
}
