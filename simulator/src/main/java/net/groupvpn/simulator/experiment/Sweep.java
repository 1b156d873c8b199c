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

/** Makes the missing runs of a sweep, several at a time, each on a thread of its own. */
final class Sweep {
  private static final long MEBI = 1 << 20;

  private final String name;
  private final RunMaker maker;
  private final ResultFolder folder;

  Sweep(String name, RunMaker maker, ResultFolder folder) {
    this.name = name;
    this.maker = maker;
    this.folder = folder;
  }

  /** The order in which runs end does not affect the results. */
  void run(List<RunKey> keys, PrintWriter diagnostics) throws ExperimentException {
    try (RunProgress progress = new RunProgress(name, diagnostics)) {
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
      runAll(open, progress);
    }
  }

  private void runAll(List<RunKey> open, RunProgress progress) throws ExperimentException {
    ExecutorService pool = Executors.newFixedThreadPool(maker.atOnce());
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
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new ExperimentException(
            "the runs do not fit into a heap of "
                + Runtime.getRuntime().maxMemory() / MEBI
                + " MiB; give more with --heap, such as --heap 16g, or fewer --threads");
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
    folder.save(key, maker.make(key, progress.meter()));
    return key;
  }
}
