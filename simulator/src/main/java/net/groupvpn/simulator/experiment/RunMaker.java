package net.groupvpn.simulator.experiment;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Makes runs: on this machine's threads, or elsewhere. */
interface RunMaker extends AutoCloseable {
  /**
   * Makes one run and waits for it; any thread.
   *
   * @param meter counts its events, at the latest when it ends
   * @return its rows, as {@link Experiment#run} returns them
   */
  List<double[]> make(RunKey key, LongAdder meter) throws ExperimentException;

  /** How many runs it makes at a time. */
  int atOnce();

  @Override
  void close();
}
