package net.groupvpn.simulator.experiment;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Makes each run on the thread that asks for it. */
record LocalRuns(RunJob job, int atOnce) implements RunMaker {
  @Override
  public List<double[]> make(RunKey key, LongAdder meter) throws ExperimentException {
    return job.make(key, meter);
  }

  @Override
  public void close() {}
}
