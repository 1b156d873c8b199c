package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.groupvpn.client.control.ControlClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the running client once and prints the answer. */
abstract class AskingCommand implements Callable<Integer> {
  @Mixin private @Nullable Target target;
  @Spec private @Nullable CommandSpec spec;

  /** The control command's name. */
  abstract String command();

  /**
   * Looks at what the user has said, before anybody is asked.
   *
   * @throws CommandException if it makes no sense
   */
  void check() throws CommandException {}

  /** Adds the control command's arguments. */
  void fill(ObjectNode arguments) {}

  /** Prints the answer for people. */
  abstract void print(JsonNode answer, PrintWriter out);

  /** The exit code for an answer. */
  int exitCode(JsonNode answer) {
    return ExitCode.FINE;
  }

  @Override
  public Integer call() throws CommandException {
    check();
    ObjectNode arguments = ControlClient.arguments();
    fill(arguments);
    JsonNode answer = target().ask(command(), arguments);
    if (target().isJson()) {
      out().println(answer);
    } else {
      print(PlainAnswer.of(answer), out());
    }
    out().flush();
    return exitCode(answer);
  }

  final Target target() {
    if (target == null) {
      throw new IllegalStateException("picocli sets mixins before a command is called");
    }
    return target;
  }

  final PrintWriter out() {
    return commandLine().getOut();
  }

  final PrintWriter err() {
    return commandLine().getErr();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before a command is called");
    }
    return spec.commandLine();
  }
}
