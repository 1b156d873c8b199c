package net.groupvpn.client.os;

import java.io.IOException;

/**
 * All changes that a client makes to its machine: everything that stays when it is killed, and
 * everything that needs privileges except open files. Other classes read the machine's state.
 * Thread-safe; methods block for as long as the system's commands take.
 *
 * <p>A new kind of change is one more {@link Change}. An implementation may record a change before
 * it makes it, so that {@link #recover} finds it, or delegate it to another process.
 */
public interface MachineSetup {
  /**
   * Takes back what clients that were killed have left behind, but for a kill switch, which is
   * replaced or opened by whoever knows whether it is wanted. At each start, before anything is
   * changed; what fails is logged.
   */
  void recover();

  /**
   * Applies the change. Applying it twice does no harm.
   *
   * @throws IOException if it failed; the message says why and what to do. Part of it may have been
   *     done by then: {@link #revert} reverts that.
   */
  void apply(Change change) throws IOException;

  /**
   * Reverts the change, even if only part of it was done.
   *
   * @throws IOException if that failed; the message says why
   */
  void revert(Change change) throws IOException;

  /** It has gone by itself, with the device that it concerned: nothing is left to be taken back. */
  default void forget(Change change) {}
}
