package net.groupvpn.client.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groupvpn version}. */
@Command(name = "version", description = "Print the version of this program and of its Java.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print stable JSON instead of text for people.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before a command is called");
    }
    String java = System.getProperty("java.version", "unknown");
    spec.commandLine()
        .getOut()
        .println(
            json
                ? "{\"version\":1,\"groupvpn\":\"" + version() + "\",\"java\":\"" + java + "\"}"
                : "groupvpn " + version() + " (Java " + java + ")");
    return ExitCode.FINE;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"groupvpn " + version()};
  }

  /** From the jar's manifest. */
  static String version() {
    @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
