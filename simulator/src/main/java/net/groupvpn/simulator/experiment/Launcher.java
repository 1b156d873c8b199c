package net.groupvpn.simulator.experiment;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.virtual.Latencies;
import net.groupvpn.overlay.virtual.UniformLatencies;
import net.groupvpn.simulator.data.Dataset;
import net.groupvpn.simulator.data.DatasetException;
import net.groupvpn.simulator.data.DatasetOptions;
import org.jspecify.annotations.Nullable;

/** Leads from a descriptor to results in a folder. */
final class Launcher {
  private static final long UNIFORM_SEED = 1;
  private static final long MIN_DELAY_NANOS = 5_000_000;
  private static final long MAX_DELAY_NANOS = 50_000_000;
  private static final String UNIFORM = "made up: 5 to 50 ms one way";

  private final List<Experiment> experiments;
  private final PrintWriter out;
  private final PrintWriter diagnostics;

  Launcher(List<Experiment> experiments, PrintWriter out, PrintWriter diagnostics) {
    this.experiments = experiments;
    this.out = out;
    this.diagnostics = diagnostics;
  }

  Experiment find(String name) throws ExperimentException {
    for (Experiment experiment : experiments) {
      if (experiment.name().equals(name)) {
        return experiment;
      }
    }
    throw new ExperimentException(
        "there is no experiment '"
            + name
            + "'; there are: "
            + experiments.stream().map(Experiment::name).toList());
  }

  /** Makes the missing runs of this shard, and the tables and plots once all runs exist. */
  void run(Descriptor descriptor, Path folder, WorkOptions work) throws ExperimentException {
    Experiment experiment = find(descriptor.experiment());
    Options options = Options.of(experiment.options(), descriptor.options());
    Dataset dataset = dataset(experiment, descriptor);
    Latencies latencies = latencies(dataset, descriptor);
    for (int size : descriptor.sizes()) {
      if (size > latencies.sites()) {
        throw new ExperimentException(
            "size " + size + " is more than the " + latencies.sites() + " nodes of the data");
      }
    }
    ResultFolder results = new ResultFolder(folder);
    List<RunKey> keys = work.shard().of(RunKey.of(descriptor));
    try (RunMaker maker = work.maker(new RunJob(experiment, options, latencies))) {
      results.begin(descriptor, manifest(descriptor, options, dataset));
      new Sweep(experiment.name(), maker, results).run(keys, diagnostics);
    } catch (ExperimentException e) {
      discard(results, e);
      throw e;
    }
    finish(experiment, descriptor, results);
  }

  private static void discard(ResultFolder results, ExperimentException why) {
    try {
      results.discardUnlessUsed();
    } catch (ExperimentException e) {
      why.addSuppressed(e);
    }
  }

  private @Nullable Dataset dataset(Experiment experiment, Descriptor descriptor)
      throws ExperimentException {
    String data = descriptor.data();
    if (data == null) {
      if (experiment.needsData()) {
        throw new ExperimentException(
            experiment.name()
                + " needs --data FILE; `groupvpn-sim dataset synth --out FILE` generates some");
      }
      return null;
    }
    try {
      Dataset dataset = DatasetOptions.loader(descriptor.reading()).load(Path.of(data));
      diagnostics.println(dataset.describe());
      diagnostics.flush();
      return dataset;
    } catch (DatasetException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()));
    }
  }

  private static Latencies latencies(@Nullable Dataset dataset, Descriptor descriptor) {
    int most = descriptor.sizes().stream().mapToInt(Integer::intValue).max().orElse(1);
    return dataset == null
        ? new UniformLatencies(most, UNIFORM_SEED, MIN_DELAY_NANOS, MAX_DELAY_NANOS)
        : dataset.usable();
  }

  /** Without times and machine names: equal runs have equal manifests. */
  private static String manifest(
      Descriptor descriptor, Options options, @Nullable Dataset dataset) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("program", "groupvpn-sim");
    manifest.put("version", version());
    manifest.put("experiment", descriptor.experiment());
    manifest.put("sizes", descriptor.sizes());
    manifest.put("runs_per_size", descriptor.runs());
    manifest.put("first_seed", descriptor.seed());
    manifest.put("options", options.all());
    if (dataset == null) {
      manifest.put("latencies", UNIFORM);
    } else {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("file", dataset.file().getFileName().toString());
      data.put("sha256", dataset.sha256());
      data.put("format", dataset.format().toString());
      data.put("rules", dataset.rules().toString());
      data.put("nodes", dataset.usable().sites());
      manifest.put("data", data);
    }
    return Json.of(manifest) + "\n";
  }

  private static String version() {
    String version = Launcher.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Writes tables and plots, unless runs are missing. */
  void finish(Experiment experiment, Descriptor descriptor, ResultFolder results)
      throws ExperimentException {
    Map<RunKey, List<double[]>> runs = results.loadAll(descriptor, experiment.columns().size());
    int all = RunKey.of(descriptor).size();
    if (runs.size() < all) {
      out.printf("%d of %d runs are in %s%n", runs.size(), all, results.path());
      out.flush();
      return;
    }
    results.writeRuns(experiment.columns(), runs);
    Summaries summaries = new Summaries(experiment, runs);
    results.write("summary.csv", summaries.toCsv());
    results.write("summary.json", summaries.toJson(results.manifest()));
    new ResultPlot(experiment, summaries).write(results);
    out.print(summaries.toText());
    out.flush();
  }
}
