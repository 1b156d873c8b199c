package net.groupvpn.client.part;

import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;

/**
 * One part of a running client. Creating a part starts it: an existing part runs, and one that
 * cannot start throws and leaves nothing behind. It uses only parts that were started before it,
 * and they end after it.
 */
public interface Part {
  /** Its name in the log, such as {@code device}. */
  String name();

  /** Devices of this machine have changed, perhaps those of other groups. Must not block long. */
  default void onDevices(MachineDevices devices) {}

  /**
   * This machine has these addresses from now on, or other routes, or has slept. Must not block
   * long.
   */
  default void onMoved(OwnEndpoint own) {}

  /**
   * Adds its fields and counters to an answer to {@code status}. Any thread.
   *
   * @throws ControlException if the engine does not answer
   */
  default void report(Status status) throws ControlException {}

  /** Ends it. Called once. */
  default void end() throws Exception {}
}
