package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** One run of a sweep. */
record RunKey(int size, long seed) implements Serializable {
  /** All runs, in the order of the results. */
  static List<RunKey> of(Descriptor descriptor) {
    List<RunKey> keys = new ArrayList<>();
    for (int size : descriptor.sizes()) {
      for (int run = 0; run < descriptor.runs(); run++) {
        keys.add(new RunKey(size, descriptor.seed() + run));
      }
    }
    return keys;
  }

  String fileName() {
    return size + "-" + seed + ".csv";
  }
}
