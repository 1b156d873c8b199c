package net.groupvpn.client.cli;

import java.io.PrintWriter;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.daemon.LastingLogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code groupvpn} command. */
@Command(
    name = "groupvpn",
    description = "A private network among the members of a group.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:failed; the message says why",
      "2:wrong usage",
      "3:no client is running for this network",
      "4:no permission",
      "5:refused by the portal or revoked",
      "6:bad configuration or group file"
    },
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      PeersCommand.class,
      PingCommand.class,
      NetcheckCommand.class,
      TraceCommand.class,
      QueryCommand.class,
      CrawlCommand.class,
      IpCommand.class,
      DnsCommand.class,
      ConfigCommand.class,
      NodeCommand.class,
      VersionCommand.class,
      CompletionCommand.class
    })
public final class GroupVpnMain {
  private GroupVpnMain() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    System.exit(commandLine(Directories.ofThisProcess()).execute(arguments));
  }

  /** The whole command tree; {@code directories} is where it looks for sockets and files. */
  public static CommandLine commandLine(Directories directories) {
    CommandLine command = new CommandLine(new GroupVpnMain(), new CommandFactory(directories));
    addHelp(command);
    command.setExecutionExceptionHandler((e, failed, parsed) -> report(e, failed));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    // Picocli already honours NO_COLOR; on a pipe it uses none either.
    command.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
    return command;
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
    command.getSubcommands().values().forEach(GroupVpnMain::addHelp);
  }

  private static int report(Exception problem, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    if (problem instanceof CommandException known) {
      err.println("groupvpn: " + known.getMessage());
      return known.exitCode();
    }
    if (problem instanceof ConfigException bad) {
      bad.problems().forEach(line -> err.println("groupvpn: " + line));
      return ExitCode.BAD_CONFIG;
    }
    throw problem;
  }
}
