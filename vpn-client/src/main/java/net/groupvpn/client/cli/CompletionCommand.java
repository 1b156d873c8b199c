package net.groupvpn.client.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code groupvpn completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh: source <(groupvpn completion)")
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before a command is called");
    }
    spec.commandLine().getOut().println(AutoComplete.bash("groupvpn", spec.root().commandLine()));
    return ExitCode.FINE;
  }
}
