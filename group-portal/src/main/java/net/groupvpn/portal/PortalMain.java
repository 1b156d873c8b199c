package net.groupvpn.portal;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code groupvpn-portal}. Exit codes: 0 ended as asked, 1 failed to start or to do what was asked
 * (the message says why), 2 invalid command line.
 */
@Command(
    name = "groupvpn-portal",
    description = "The web portal of GroupVPN: accounts, groups, approval and certificates.",
    subcommands = {ServeCommand.class, ResetPasswordCommand.class, PortalVersionCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = PortalVersionCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended as asked",
      "1:failed; the message says why",
      "2:wrong use of the command line"
    })
public final class PortalMain {
  PortalMain() {}

  /** Runs the command and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PortalMain()).execute(arguments));
  }
}
