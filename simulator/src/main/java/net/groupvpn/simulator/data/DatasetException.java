package net.groupvpn.simulator.data;

/** A file that cannot be used; the message says which, where, and what to do. */
public final class DatasetException extends Exception {
  DatasetException(String message) {
    super(message);
  }
}
