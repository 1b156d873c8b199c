package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.virtual.Latencies;

/** What all runs of a sweep share. Immutable. */
record RunJob(Experiment experiment, Options options, Latencies latencies) implements Serializable {
  List<double[]> make(RunKey key, LongAdder meter) throws ExperimentException {
    return experiment.run(new RunContext(key.size(), key.seed(), options, latencies, meter));
  }
}
