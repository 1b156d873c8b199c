package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.overlay.wire.PlainText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/**
 * How commands report failures: a line on standard error for people; with {@code --json} an object
 * on standard output, because a program that reads it expects nothing else.
 */
final class Failures {
  private static final String JSON = "--json";

  private Failures() {}

  /** Reports why a command failed, and returns its exit code. */
  static int report(Exception problem, CommandLine command) throws Exception {
    if (problem instanceof CommandException known) {
      say(command, isJson(command), known.code(), String.valueOf(known.getMessage()));
      return known.exitCode();
    }
    if (problem instanceof ConfigException bad) {
      bad.problems().forEach(line -> say(command, false, "", line));
      return ExitCode.BAD_CONFIG;
    }
    throw problem;
  }

  /** Output may not have been written, for example to a full disk. */
  static int afterWriting(int exitCode, boolean hasFailed, Consumer<String> err) {
    if (!hasFailed) {
      return exitCode;
    }
    err.accept("groupvpn: the answer could not be written: full disk, or reader ended");
    return exitCode == ExitCode.FINE ? ExitCode.FAILED : exitCode;
  }

  /** Invalid options. */
  record OfParameters(IParameterExceptionHandler usual) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException problem, String[] arguments)
        throws Exception {
      if (!Arrays.asList(arguments).contains(JSON)) {
        return usual.handleParseException(problem, arguments);
      }
      say(
          problem.getCommandLine(),
          true,
          ExitCode.name(ExitCode.USAGE),
          String.valueOf(problem.getMessage()));
      return ExitCode.USAGE;
    }
  }

  private static boolean isJson(CommandLine command) {
    return command.getParseResult() != null && command.getParseResult().hasMatchedOption(JSON);
  }

  private static void say(CommandLine command, boolean isJson, String code, String message) {
    PrintWriter out = isJson ? command.getOut() : command.getErr();
    out.println(
        isJson
            ? JsonNodeFactory.instance
                .objectNode()
                .put("version", 1)
                .put("error", code)
                .put("message", message)
                .toString()
            : "groupvpn: " + PlainText.escape(message));
    out.flush();
  }
}
