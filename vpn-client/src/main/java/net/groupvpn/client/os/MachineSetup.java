package net.groupvpn.client.os;

import java.io.IOException;

/**
 * The one way in which a client changes its machine: everything that stays when it is killed, and
 * everything that needs privileges but is no open file. What is the case on the machine is looked
 * at elsewhere. Thread-safe; methods block for as long as commands of the system take.
 *
 * <p>A new kind of change is one more {@link Change}. An implementation may write down what it does
 * before it does it, so that {@link #recover} finds it, or have another process do it.
 */
public interface MachineSetup {
  /**
   * Takes back what clients that were killed have left behind, as far as their devices are gone. At
   * each start, before anything is changed; what fails is logged.
   */
  void recover();

  /**
   * Makes it so. Doing so twice does no harm.
   *
   * @throws IOException if it did not work; the message says why and what to do. Something may have
   *     been done by then: {@link #revert} takes that back.
   */
  void apply(Change change) throws IOException;

  /**
   * Takes it back, also if only part of it was done.
   *
   * @throws IOException if that did not work; the message says why
   */
  void revert(Change change) throws IOException;
}
