package net.groupvpn.client.cli;

import java.nio.file.Path;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.config.GroupFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groupvpn config}. */
@Command(name = "config", description = "Work with configuration files.")
final class ConfigCommand implements Runnable {
  private final Directories directories;
  @Spec private @Nullable CommandSpec spec;

  ConfigCommand(Directories directories) {
    this.directories = directories;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what to do: config check FILE");
    }
  }

  @Command(
      name = "check",
      description = "Check a configuration or group file, without any network.",
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(paramLabel = "FILE", description = "A configuration or group file.") Path file)
      throws ConfigException {
    if (ConfigReader.isGroupFile(file)) {
      GroupFiles.ofMember(file);
    } else {
      GroupFiles.ofMember(new ConfigReader(directories).read(file).groupFile());
    }
    return ExitCode.FINE;
  }
}
