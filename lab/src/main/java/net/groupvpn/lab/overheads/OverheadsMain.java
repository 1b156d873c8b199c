package net.groupvpn.lab.overheads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.lab.member.Product;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.VpnSystem;
import net.groupvpn.lab.vpn.VpnSystems;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The cost of a quiet network, by its size. */
@Command(
    name = "overheads",
    mixinStandardHelpOptions = true,
    description =
        "Measures memory and keepalive traffic of real groups, beside OpenVPN with as many clients.")
public final class OverheadsMain extends LabCommand {
  private static final List<String> SYSTEMS = List.of("groupvpn", "openvpn");
  private static final String HAS_SERVER = "openvpn";
  private static final String HEADING = "What a quiet group costs";
  private static final int MOST_MEMBERS = 64;

  @Option(
      names = "--members",
      split = ",",
      defaultValue = "2,8,32",
      description = "Sizes of the groups. Default: ${DEFAULT-VALUE}")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description =
          "How long a row is measured; idle groups, three times that. Default: ${DEFAULT-VALUE}")
  private int seconds = 15;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "For overheads.csv and the plots. Default: lab/target/overheads")
  private @Nullable Path output;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "The Java that runs this product's clients.")
  private @Nullable Path javaHome;

  private OverheadsMain() {}

  public static void main(String[] args) {
    run(new OverheadsMain(), args);
  }

  @Override
  protected boolean measure() throws IOException, InterruptedException {
    List<GroupSetup> setups = setups();
    MachineInfo machine = MachineInfo.here();
    OverheadsReport report = new OverheadsReport(machine, seconds, rows(setups));
    Path folder = output == null ? Product.root().resolve("lab/target/overheads") : output;
    Files.createDirectories(folder);
    report.writeCsv(folder.resolve("overheads.csv"));
    List<Path> pictures = new OverheadsPlot(report.rows()).write(folder);
    System.out.print(report.table().toText());
    System.err.println("Also in " + folder + ": overheads.csv, memory.png, traffic.png");
    Path page = page();
    if (page != null) {
      record(HEADING, report.toMarkdown(asSeenFrom(page, pictures)));
    }
    return true;
  }

  private List<OverheadRow> rows(List<GroupSetup> setups) throws InterruptedException {
    double planned =
        setups.stream().mapToDouble(each -> Overheads.plannedSeconds(each, seconds)).sum();
    try (Progress progress = progress(planned)) {
      Overheads overheads = new Overheads(seconds, progress);
      List<OverheadRow> rows = new ArrayList<>();
      for (GroupSetup setup : setups) {
        rows.addAll(overheads.measure(setup));
      }
      return rows;
    }
  }

  private List<GroupSetup> setups() {
    List<GroupSetup> setups = new ArrayList<>();
    for (int members : sizes) {
      if (members < 2 || members > MOST_MEMBERS || seconds < 1) {
        throw wrong(
            "--members must be from 2 to %d, not %d; --seconds at least 1"
                .formatted(MOST_MEMBERS, members));
      }
      for (VpnSystem system : VpnSystems.named(SYSTEMS, javaHome)) {
        setups.add(new GroupSetup(system, system.name().equals(HAS_SERVER), members));
      }
    }
    return setups;
  }

  private static List<String> asSeenFrom(Path page, List<Path> pictures) {
    Path folder = Objects.requireNonNull(page.toAbsolutePath().normalize().getParent());
    return pictures.stream()
        .map(picture -> folder.relativize(picture.toAbsolutePath().normalize()).toString())
        .toList();
  }
}
