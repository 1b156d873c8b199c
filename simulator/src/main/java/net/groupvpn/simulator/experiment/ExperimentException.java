package net.groupvpn.simulator.experiment;

/** An experiment that cannot go on; the message says why, and what to do. */
public final class ExperimentException extends Exception {
  public ExperimentException(String message) {
    super(message);
  }
}
