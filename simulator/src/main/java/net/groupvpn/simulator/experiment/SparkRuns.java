package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Makes runs on an Apache Spark cluster. Each run is a Spark job of one task. So its result is
 * stored as soon as it ends, and Spark repeats a run whose machine was lost. Shared data is sent to
 * each machine once. Spark throws checked exceptions that it does not declare, so all exceptions
 * are caught.
 */
final class SparkRuns implements RunMaker {
  private static final String MASTER = "spark.master";
  private static final String THIS_MACHINE = "local[*]";

  /** The result of a run. */
  private record Made(ArrayList<double[]> rows, long events, @Nullable String failure)
      implements Serializable {}

  private final JavaSparkContext spark;
  private final int atOnce;
  private final Broadcast<RunJob> job;

  private SparkRuns(JavaSparkContext spark, RunJob job, int atOnce) {
    this.spark = spark;
    this.atOnce = atOnce;
    this.job = spark.broadcast(job);
  }

  /**
   * Connects to the cluster of {@code spark.master}, which spark-submit sets.
   *
   * @param atOnce most runs submitted at once; the cluster queues those beyond its processors,
   *     whose number is unknown until all have registered
   */
  static SparkRuns connect(RunJob job, int atOnce) throws ExperimentException {
    if (!isSparkThere()) {
      throw new ExperimentException(
          "--spark needs Apache Spark, which comes with spark-submit; docs/simulator.md tells how");
    }
    SparkConf settings =
        new SparkConf()
            .setAppName("groupvpn-sim " + job.experiment().name())
            .setIfMissing(MASTER, THIS_MACHINE);
    try {
      return new SparkRuns(new JavaSparkContext(settings), job, atOnce);
    } catch (Exception e) {
      throw new ExperimentException(
          "Spark at " + settings.get(MASTER) + " does not start: " + e.getMessage());
    }
  }

  private static boolean isSparkThere() {
    ClassLoader loader = SparkRuns.class.getClassLoader();
    return loader.getResource("org/apache/spark/api/java/JavaSparkContext.class") != null;
  }

  @Override
  public List<double[]> make(RunKey key, LongAdder meter) throws ExperimentException {
    Made made = submit(key);
    if (made.failure != null) {
      throw new ExperimentException(made.failure);
    }
    meter.add(made.events);
    return made.rows;
  }

  private Made submit(RunKey key) throws ExperimentException {
    Broadcast<RunJob> shared = job;
    try {
      return spark.parallelize(List.of(key), 1).map(each -> run(shared.value(), each)).first();
    } catch (Exception e) {
      throw new ExperimentException("Spark failed to make " + key + ": " + e.getMessage());
    }
  }

  private static Made run(RunJob job, RunKey key) {
    LongAdder events = new LongAdder();
    try {
      return new Made(new ArrayList<>(job.make(key, events)), events.sum(), null);
    } catch (ExperimentException e) {
      return new Made(new ArrayList<>(), 0, e.getMessage());
    }
  }

  @Override
  public int atOnce() {
    return atOnce;
  }

  @Override
  public void close() {
    spark.close();
  }
}
