package net.groupvpn.simulator.experiment;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.virtual.Latencies;

/**
 * Everything that one run may know.
 *
 * @param latencies shared by all runs
 * @param meter counts events for the progress display
 */
public record RunContext(
    int size, long seed, Options options, Latencies latencies, LongAdder meter) {

  /** A seed derived for this run: runs of different sizes differ, too. */
  public long worldSeed() {
    return new SplittableRandom(seed).split().nextLong() ^ new SplittableRandom(size).nextLong();
  }

  /** As many different sites as nodes, chosen at random. */
  public int[] sites() throws ExperimentException {
    int all = latencies.sites();
    if (size > all) {
      throw new ExperimentException(
          "size " + size + " is more than the " + all + " nodes that the latencies are for");
    }
    SplittableRandom random = new SplittableRandom(worldSeed());
    int[] sites = IntStream.range(0, all).toArray();
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(all - i);
      int chosen = sites[other];
      sites[other] = sites[i];
      sites[i] = chosen;
    }
    return IntStream.range(0, size).map(i -> sites[i]).toArray();
  }
}
