package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a full tunnel costs, and how soon another gateway takes over. */
@Command(
    name = "full-tunnel",
    mixinStandardHelpOptions = true,
    description = {
      "A traveller sends everything through a gateway: round trips and TCP to the Internet, and to"
          + " the gateway at both of its addresses, without the tunnel, in each of its modes, and"
          + " through the gateway's own NAT. Then gateways are killed and cut off under"
          + " load.",
      "Exit code 1 if the tunnel costs too much, or a failover takes longer than 3 s."
    })
public final class FullTunnelMain extends LabCommand {
  private static final double START_SECONDS = 40;
  private static final double ROUND_SECONDS = 25;
  private static final int WAYS = TunnelCost.Way.values().length;
  private static final int DESTINATIONS = 3;
  private static final String HEADING = "Full tunnel";

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of pings to each destination. Default: ${DEFAULT-VALUE}")
  private int seconds = 60;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Failovers of each kind. Default: ${DEFAULT-VALUE}")
  private int rounds = 10;

  private FullTunnelMain() {}

  public static void main(String[] args) {
    run(new FullTunnelMain(), args);
  }

  @Override
  protected boolean measure() throws IOException {
    if (seconds < 1 || rounds < 0) {
      throw wrong("--seconds must be at least 1, --rounds at least 0");
    }
    MachineInfo machine = MachineInfo.here();
    double cost = WAYS * DESTINATIONS * seconds * 1.25;
    double failover = TunnelFailover.End.values().length * rounds * ROUND_SECONDS;
    TunnelReport report;
    try (Progress progress = progress(WAYS * START_SECONDS + cost + failover)) {
      report = new TunnelReport(costs(progress, cost), failovers(progress));
    }
    System.out.print(report.costTable().toText());
    System.out.print(report.failoverTable().toText());
    System.out.println(report.verdict());
    record(HEADING, report.toMarkdown(machine));
    return report.isGood();
  }

  private List<TunnelCost.Row> costs(Progress progress, double planned) {
    List<TunnelCost.Row> rows = new ArrayList<>();
    for (TunnelCost.Way way : TunnelCost.Way.values()) {
      progress.begin(way.label);
      try (TunnelBed lab =
          new TunnelBed("c" + way.name().toLowerCase(Locale.ROOT), 1, way.settings())) {
        rows.addAll(new TunnelCost(lab, seconds).measure(way));
      }
      progress.done(START_SECONDS + planned / WAYS);
    }
    return rows;
  }

  private List<TunnelFailover.Round> failovers(Progress progress) {
    List<TunnelFailover.Round> all = new ArrayList<>();
    if (rounds == 0) {
      return all;
    }
    try (TunnelBed lab = new TunnelBed("fail", 3)) {
      progress.done(START_SECONDS);
      for (TunnelFailover.End end : TunnelFailover.End.values()) {
        progress.begin("failover: " + end.label);
        all.addAll(new TunnelFailover(lab).run(end, rounds));
        progress.done(rounds * ROUND_SECONDS);
      }
    }
    return all;
  }
}
