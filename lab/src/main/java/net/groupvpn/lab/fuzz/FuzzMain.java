package net.groupvpn.lab.fuzz;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long version of a short test. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Sends messages of every kind, whole, in pieces and relayed, from a patched member to whole",
      "nodes in virtual time. Ends with 1 if a node throws or does not recover."
    })
public final class FuzzMain implements Callable<Integer> {
  private static final long TELL_EVERY = 50_000;

  @Option(
      names = "--messages",
      defaultValue = "1000000",
      description = "Divided evenly among the kinds of nodes. Default: ${DEFAULT-VALUE}")
  private long messages = 1_000_000;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(names = "--counters", description = "Also tells what the honest nodes counted.")
  private boolean counters;

  private long toldAt;

  private FuzzMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new FuzzMain()).execute(args));
  }

  @Override
  public Integer call() {
    boolean allAlive = true;
    for (Flavour flavour : Flavour.values()) {
      toldAt = 0;
      FuzzReport report =
          new FuzzRun(flavour, seed)
              .run(messages / Flavour.values().length, sent -> tell(flavour, sent));
      print(flavour, report);
      allAlive &= report.alive();
    }
    return allAlive ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void tell(Flavour flavour, long sent) {
    if (sent - toldAt >= TELL_EVERY) {
      toldAt = sent;
      System.err.printf("%s: %,d messages%n", flavour, sent);
    }
  }

  private void print(Flavour flavour, FuzzReport report) {
    System.out.printf(
        "%s: %,d messages, none made a node throw; %s%n",
        flavour,
        report.messages(),
        report.alive() ? "all honest nodes are well" : "NOT all honest nodes have recovered");
    report.byDelivery().forEach((way, count) -> System.out.printf("  %-15s %,10d%n", way, count));
    if (counters) {
      report.counters().forEach((name, count) -> System.out.printf("  %-45s %,12d%n", name, count));
    }
  }
}
