package net.groupvpn.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.config.GroupFiles;
import net.groupvpn.client.daemon.ClientDaemon;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.client.log.LogSetup;
import net.groupvpn.client.machine.LinuxMachine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groupvpn up}. */
@Command(
    name = "up",
    description =
        "Join the group. Without a file, the only configuration in the configuration directory.")
final class UpCommand implements Callable<Integer> {
  private static final String SUFFIX = ".toml";

  private final Directories directories;
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private @Nullable Source source;

  @Option(
      names = {"-f", "--foreground"},
      description = "Stay in the foreground and log to standard error, as services do.")
  private boolean foreground;

  @Option(names = "--wait", description = "Return only when this machine has its address.")
  private boolean waitForAddress;

  /** One of the two ways to specify what to join. */
  static final class Source {
    @Option(names = "--config", paramLabel = "FILE", description = "A configuration file.")
    private @Nullable Path config;

    @Parameters(
        arity = "0..1",
        paramLabel = "GROUPFILE",
        description = "The file from the portal; all other settings have their defaults.")
    private @Nullable Path groupFile;
  }

  UpCommand(Directories directories) {
    this.directories = directories;
  }

  @Override
  public Integer call() throws CommandException, ConfigException {
    ClientConfig config = config();
    GroupFiles.ofMember(config.groupFile());
    return foreground ? stay(config) : detach(config);
  }

  private ClientConfig config() throws CommandException, ConfigException {
    if (source != null && source.groupFile != null) {
      return ClientConfig.forGroupFile(source.groupFile.toAbsolutePath(), directories);
    }
    Path file = source != null && source.config != null ? source.config : onlyConfiguration();
    return new ConfigReader(directories).read(file);
  }

  private Path onlyConfiguration() throws CommandException {
    try (Stream<Path> files = Files.list(directories.config())) {
      List<Path> found = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      throw new CommandException(
          ExitCode.USAGE,
          found.size() + " configurations are in " + directories.config() + "; say which file");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "say which file: groupvpn up GROUPFILE, or groupvpn up --config FILE");
    }
  }

  private int stay(ClientConfig config) throws CommandException, ConfigException {
    LogSetup.apply(config.logLevel());
    try {
      LinuxMachine machine = new LinuxMachine(config.tunnel().routing().mark());
      return new ClientDaemon(config, directories, machine).run();
    } catch (PortalException e) {
      boolean senseless = e.code().equals(PortalException.BAD_ANSWER);
      throw new CommandException(
          senseless ? ExitCode.FAILED : ExitCode.REFUSED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("Run as root")) {
        throw new CommandException(ExitCode.NO_PERMISSION, message);
      }
      throw CommandException.of(e);
    }
  }

  private int detach(ClientConfig config) throws CommandException {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before a command is called");
    }
    List<String> again =
        spec.commandLine().getParseResult().originalArgs().stream()
            .filter(argument -> !argument.equals("--wait"))
            .toList();
    return new DetachedClient(config, directories, spec.commandLine().getErr())
        .start(again, waitForAddress);
  }
}
