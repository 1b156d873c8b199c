package net.groupvpn.simulator.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groupvpn-sim dataset}: describes latency files, and generates synthetic ones. */
@Command(
    name = "dataset",
    description = "Describes latency files, and generates synthetic ones.",
    mixinStandardHelpOptions = true,
    subcommands = {DatasetCommand.Info.class, DatasetCommand.Synth.class})
public final class DatasetCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  public DatasetCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: dataset info or synth");
  }

  /** {@code dataset info FILE}. */
  @Command(
      name = "info",
      description = "Prints size, gaps, round-trip times and triangle-inequality violations.",
      mixinStandardHelpOptions = true)
  static final class Info implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A file of latencies, plain, .gz or .xz.")
    private Path file;

    @Mixin private DatasetOptions options;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
    Info() {}

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try {
        Dataset dataset = options.loader().load(file);
        DatasetStatistics statistics = DatasetStatistics.of(dataset);
        if (json) {
          out.print(statistics.toJson());
        } else {
          out.printf("format              %s (%s)%n", dataset.format(), dataset.rules());
          out.print(statistics.toText());
          out.printf("usable without gaps %d nodes%n", dataset.usable().sites());
          out.printf("sha256              %s%n", dataset.sha256());
        }
        out.flush();
        return 0;
      } catch (DatasetException e) {
        spec.commandLine().getErr().println("groupvpn-sim: " + e.getMessage());
        return FAILED;
      }
    }
  }

  /** {@code dataset synth --nodes N --out FILE}. */
  @Command(
      name = "synth",
      description =
          "Generates latencies in the format of King's matrix: SYNTHETIC, scaled to its median.",
      mixinStandardHelpOptions = true)
  static final class Synth implements Callable<Integer> {
    private static final int MIN_NODES = 2;
    private static final int MAX_NODES = 5_000;

    @Option(names = "--nodes", defaultValue = "1740", description = "Nodes. Default: 1740")
    private int nodes;

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "Seed of all randomness. Default: 1")
    private long seed;

    @Option(
        names = "--out",
        required = true,
        description = "File to write; with .gz it is compressed; must not exist.")
    private Path file;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
    Synth() {}

    @Override
    public Integer call() {
      if (nodes < MIN_NODES || nodes > MAX_NODES) {
        throw new ParameterException(
            spec.commandLine(),
            "--nodes must be " + MIN_NODES + " to " + MAX_NODES + ", not " + nodes);
      }
      try {
        write();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: SYNTHETIC, %d nodes, seed %d, round-trip us%n", file, nodes, seed);
        out.flush();
        return 0;
      } catch (IOException e) {
        spec.commandLine().getErr().println("groupvpn-sim: " + file + ": " + reason(e));
        return FAILED;
      }
    }

    private static @Nullable String reason(IOException e) {
      return e instanceof java.nio.file.FileAlreadyExistsException
          ? "exists already; name another file"
          : e.getMessage();
    }

    private void write() throws IOException {
      try (OutputStream raw = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
          OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw;
          PrintWriter out =
              new PrintWriter(new OutputStreamWriter(packed, StandardCharsets.US_ASCII))) {
        SyntheticKing.write(SyntheticKing.generate(nodes, seed), out);
        if (out.checkError()) {
          throw new IOException("not everything could be written; is the disk full?");
        }
      }
    }
  }
}
