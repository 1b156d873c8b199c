package net.groupvpn.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.VpnSystem;
import net.groupvpn.lab.vpn.VpnSystems;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the product's data plane with others, in one table. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures this product's data plane beside other VPNs, in one run on this machine.")
public final class BenchMain extends LabCommand {
  private static final String PRODUCT = "groupvpn";
  private static final List<String> QUICK_OTHERS = List.of("openvpn", "wireguard-go");
  private static final String HEADING = "The data plane beside other VPNs";

  @Option(
      names = "--systems",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: bare, groupvpn, openvpn, tinc, n2n, wireguard-go, nebula, fastd.")
  private @Nullable List<String> systems;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds of each system. Default: ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Seconds of each measurement. Default: ${DEFAULT-VALUE}")
  private int seconds = 4;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON, too.")
  private @Nullable Path json;

  @Option(
      names = "--heading",
      paramLabel = "TEXT",
      defaultValue = HEADING,
      description = "The section of the page. Default: ${DEFAULT-VALUE}")
  private String heading = HEADING;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "The Java that runs this product's clients.")
  private @Nullable Path javaHome;

  @Option(
      names = "--quick",
      description = "Under 90 s: ratios against OpenVPN and wireguard-go only.")
  private boolean quick;

  private BenchMain() {}

  public static void main(String[] args) {
    run(new BenchMain(), args);
  }

  @Override
  protected boolean measure() throws IOException, InterruptedException {
    BenchPlan plan = plan();
    MachineInfo machine = MachineInfo.here();
    BenchReport report = new BenchReport(machine, plan, run(plan));
    print(report);
    if (json != null) {
      report.writeJson(json);
    }
    record(heading, report.toMarkdown("lab/bench"));
    return true;
  }

  private Results run(BenchPlan plan) throws InterruptedException {
    try (Progress progress = progress(plan.totalSeconds())) {
      return new Bench(plan, progress).run();
    }
  }

  private BenchPlan plan() {
    if (rounds < 1 || seconds < 1) {
      throw wrong("--rounds and --seconds must be at least 1");
    }
    if (quick) {
      List<VpnSystem> three =
          VpnSystems.named(List.of(PRODUCT, QUICK_OTHERS.get(0), QUICK_OTHERS.get(1)), javaHome);
      return new BenchPlan(three, 1, 2, false);
    }
    try {
      List<VpnSystem> chosen =
          systems == null ? VpnSystems.all(javaHome) : VpnSystems.named(systems, javaHome);
      return new BenchPlan(chosen, rounds, seconds, true);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void print(BenchReport report) {
    System.out.print(
        quick
            ? new Ratios(report.results(), PRODUCT, QUICK_OTHERS).table().toText()
            : report.table().toText());
    report.failures().forEach(line -> System.out.println("FAILED: " + line));
  }
}
