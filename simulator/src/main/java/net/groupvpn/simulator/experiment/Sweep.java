package net.groupvpn.simulator.experiment;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.groupvpn.simulator.net.Latencies;

/**
 * Makes the runs of a sweep that are not there yet, some at a time, each on a thread of its own.
 */
final class Sweep {
  private final Experiment experiment;
  private final Options options;
  private final Latencies latencies;
  private final ResultFolder folder;

  Sweep(Experiment experiment, Options options, Latencies latencies, ResultFolder folder) {
    this.experiment = experiment;
    this.options = options;
    this.latencies = latencies;
    this.folder = folder;
  }

  /** The order in which runs end changes nothing in the results. */
  void run(List<RunKey> keys, int threads, PrintWriter diagnostics) throws ExperimentException {
    try (RunProgress progress = new RunProgress(experiment.name(), diagnostics)) {
      List<RunKey> open = new ArrayList<>();
      for (RunKey key : keys) {
        boolean isThere = folder.has(key);
        progress.onPlanned(key, isThere);
        if (!isThere) {
          open.add(key);
        }
      }
      // The longest first, so that no thread is left alone with it at the end.
      open.sort(Comparator.comparingInt(RunKey::size).reversed());
      progress.start();
      runAll(open, threads, progress);
    }
  }

  private void runAll(List<RunKey> open, int threads, RunProgress progress)
      throws ExperimentException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      ExecutorCompletionService<RunKey> completion = new ExecutorCompletionService<>(pool);
      List<Future<RunKey>> underWay = new ArrayList<>();
      open.forEach(key -> underWay.add(completion.submit(() -> make(key, progress))));
      for (int i = 0; i < underWay.size(); i++) {
        progress.onFinished(completion.take().get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ExperimentException cause) {
        throw cause;
      }
      throw new IllegalStateException("a run failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentException("interrupted; the same command goes on with what is missing");
    } finally {
      pool.shutdownNow();
    }
  }

  private RunKey make(RunKey key, RunProgress progress) throws ExperimentException {
    RunContext context =
        new RunContext(key.size(), key.seed(), options, latencies, progress.meter());
    folder.save(key, experiment.run(context));
    return key;
  }
}
