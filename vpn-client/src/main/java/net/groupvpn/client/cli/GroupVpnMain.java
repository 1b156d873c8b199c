package net.groupvpn.client.cli;

import net.groupvpn.client.config.Directories;
import net.groupvpn.client.log.LastingLogManager;
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
      CleanupCommand.class,
      StatusCommand.class,
      PeersCommand.class,
      PingCommand.class,
      NetcheckCommand.class,
      TraceCommand.class,
      QueryCommand.class,
      CrawlCommand.class,
      IpCommand.class,
      DnsCommand.class,
      ExitNodeCommand.class,
      GatewayCommand.class,
      ServiceCommand.class,
      RoutesCommand.class,
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
    int code = commandLine(Directories.ofThisProcess()).execute(arguments);
    System.exit(Failures.afterWriting(code, System.out.checkError(), System.err::println));
  }

  /** The whole command tree; {@code directories} is where it looks for sockets and files. */
  public static CommandLine commandLine(Directories directories) {
    CommandLine command = new CommandLine(new GroupVpnMain(), new CommandFactory(directories));
    addHelp(command);
    command.setExecutionExceptionHandler((e, failed, parsed) -> Failures.report(e, failed));
    command.setParameterExceptionHandler(
        new Failures.OfParameters(command.getParameterExceptionHandler()));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    // Picocli already honours NO_COLOR, and uses no colours on a pipe either.
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
}
