package net.groupvpn.client.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code groupvpn gateway}. */
@Command(
    name = "gateway",
    description = "Look after this machine as a gateway of the group.",
    subcommands = GatewayCheckCommand.class)
final class GatewayCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what to do: gateway check");
    }
  }
}
