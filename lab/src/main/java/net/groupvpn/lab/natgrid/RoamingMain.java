package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a move interrupts a pair. */
@Command(
    name = "roaming",
    mixinStandardHelpOptions = true,
    description = {
      "A member with a public address goes to another address, again and again, while it pings a"
          + " peer ten times a second and TCP comes from there: a peer in the open, and peers"
          + " behind NATs, to which nothing gets in from the new address. There is no third"
          + " member.",
      "Exit code 1 if anything is interrupted for two seconds, or the pair is not direct"
          + " afterwards."
    })
public final class RoamingMain extends LabCommand {
  private static final List<NatKind> PEERS =
      List.of(NatKind.OPEN, NatKind.ADDRESS_RESTRICTED, NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC);
  private static final double START_SECONDS = 20;
  private static final double MOVE_SECONDS = 5;
  private static final String HEADING = "Roaming";

  @Option(
      names = "--moves",
      defaultValue = "10",
      description = "Moves with each kind of peer. Default: ${DEFAULT-VALUE}")
  private int moves = 10;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "KIND",
      description = "Only with peers behind these, such as port-restricted.")
  private List<String> only = List.of();

  private RoamingMain() {}

  public static void main(String[] args) {
    run(new RoamingMain(), args);
  }

  @Override
  protected boolean measure() throws IOException {
    if (moves < 1) {
      throw wrong("--moves must be at least 1");
    }
    MachineInfo machine = MachineInfo.here();
    RoamingReport report = new RoamingReport(all());
    System.out.print(report.table().toText());
    record(HEADING, report.toMarkdown(machine));
    return report.isGood();
  }

  private List<NatKind> peers() {
    for (String name : only) {
      if (PEERS.stream().noneMatch(peer -> peer.label().equals(name))) {
        throw wrong(
            "there is no peer \"%s\"; there are %s"
                .formatted(name, PEERS.stream().map(NatKind::label).toList()));
      }
    }
    return PEERS.stream().filter(peer -> only.isEmpty() || only.contains(peer.label())).toList();
  }

  private List<Roaming.Move> all() {
    List<Roaming.Move> all = new ArrayList<>();
    List<NatKind> peers = peers();
    try (Progress progress =
            progress(START_SECONDS + peers.size() * (START_SECONDS + moves * MOVE_SECONDS));
        Testbed bed = new Testbed("roaming")) {
      Roaming roaming = new Roaming(bed);
      progress.done(START_SECONDS);
      for (NatKind peer : peers) {
        progress.begin("peer: " + peer.label());
        all.addAll(roaming.run(peer, moves));
        progress.done(START_SECONDS + moves * MOVE_SECONDS);
      }
    }
    return all;
  }
}
