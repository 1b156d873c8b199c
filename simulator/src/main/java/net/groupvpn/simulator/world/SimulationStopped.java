package net.groupvpn.simulator.world;

/** The thread of a simulation was interrupted; what it has found so far is of no use. */
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
