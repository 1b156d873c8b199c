package net.groupvpn.simulator.world;

/** The thread of a simulation was interrupted; its results so far are useless. */
final class SimulationStopped extends RuntimeException {
  private SimulationStopped() {
    super("interrupted");
  }

  static void throwIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new SimulationStopped();
    }
  }
}
