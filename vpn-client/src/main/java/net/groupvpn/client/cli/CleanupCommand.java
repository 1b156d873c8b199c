package net.groupvpn.client.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.machine.JournaledSetup.Recovery;
import net.groupvpn.overlay.wire.PlainText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groupvpn cleanup}. */
@Command(
    name = "cleanup",
    description = {
      "Take back what a client that was killed has left on this machine: addresses, routes, rules,",
      "the resolver's settings, and the kill switch of a full tunnel. Networks that are up are"
          + " left",
      "alone."
    })
final class CleanupCommand implements Callable<Integer> {
  private final Leftovers leftovers;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-n", "--network"},
      paramLabel = "NAME",
      description = "Of this network alone.")
  private @Nullable String network;

  @Option(
      names = "--keep-kill-switch",
      description = "Leave the kill switch closed: nothing gets out until the next up or down.")
  private boolean keepKillSwitch;

  @Option(
      names = "--close-kill-switch",
      description =
          "The same, and close it if a full tunnel is wanted and there is none: before the network"
              + " comes up.")
  private boolean closeKillSwitch;

  CleanupCommand(Directories directories) {
    leftovers = new Leftovers(directories);
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before a command is called");
    }
    return tell(
        leftovers.takeBack(network, killSwitch()),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private Leftovers.KillSwitch killSwitch() {
    if (closeKillSwitch) {
      return Leftovers.KillSwitch.CLOSE;
    }
    return keepKillSwitch ? Leftovers.KillSwitch.KEEP : Leftovers.KillSwitch.OPEN;
  }

  /** Says what was done, and what was not. */
  static int tell(Map<String, Recovery> taken, PrintWriter out, PrintWriter err) {
    int code = ExitCode.FINE;
    for (Map.Entry<String, Recovery> each : taken.entrySet()) {
      Recovery recovery = each.getValue();
      recovery
          .done()
          .forEach(text -> out.println(each.getKey() + ": taken back: " + PlainText.escape(text)));
      for (String problem : recovery.problems()) {
        err.println("groupvpn: " + each.getKey() + ": " + PlainText.escape(problem));
        code = ExitCode.FAILED;
      }
    }
    out.flush();
    err.flush();
    return code;
  }
}
