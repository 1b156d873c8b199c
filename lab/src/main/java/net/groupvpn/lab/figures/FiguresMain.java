package net.groupvpn.lab.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.groupvpn.lab.report.MachineInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures speed and size; writes a table and, on request, JSON. */
@Command(
    name = "figures",
    mixinStandardHelpOptions = true,
    description =
        "Measures speed and size on this machine and writes its section of docs/benchmarks.md.")
public final class FiguresMain implements Callable<Integer> {
  private enum Part {
    MEMBERS,
    MODEL
  }

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
  private @Nullable Path json;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "docs/benchmarks.md",
      description = "The page whose section is written. Default: ${DEFAULT-VALUE}")
  private Path output = Path.of("docs/benchmarks.md");

  @Option(
      names = "--only",
      description = "One part: members (real processes, needs root) or model (virtual time).")
  private @Nullable Part only;

  @Option(
      names = "--nodes",
      defaultValue = "500",
      description = "Nodes of the model. Default: ${DEFAULT-VALUE}")
  private int nodes = 500;

  @Option(
      names = "--members",
      defaultValue = "10",
      description = "Members in namespaces, at least 2. Default: ${DEFAULT-VALUE}")
  private int members = 10;

  private FiguresMain() {}

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new FiguresMain());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    MachineInfo machine = MachineInfo.here();
    List<Figure> figures = new ArrayList<>();
    if (only != Part.MODEL) {
      figures.addAll(new MemberFigures(members, System.err).measure());
    }
    if (only != Part.MEMBERS) {
      figures.addAll(new ModelFigures(nodes, System.err).measure());
    }
    Report report = new Report(LocalDate.now(ZoneOffset.UTC), machine, figures);
    report.writeMarkdown(output);
    if (json != null) {
      report.writeJson(json);
    }
    System.out.print(report.toMarkdown());
    return CommandLine.ExitCode.OK;
  }
}
