package net.groupvpn.simulator.kernel;

/** The thread of a simulation was interrupted; what it has found so far is of no use. */
public final class SimulationStopped extends RuntimeException {
  SimulationStopped() {
    super("interrupted");
  }
}
