package net.groupvpn.client.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;

/**
 * One way to lead packets into a tunnel, and the client's own past it. For one thread at a time;
 * methods may block for commands of the system.
 */
interface Routing {
  /** Its name. */
  RoutingMode mode();

  /**
   * Has the client's own packets leave as this way needs it; before {@link #changes} are made, and
   * again whenever the plan or the machine's networks have changed.
   *
   * @throws IOException if it cannot be had on this machine; the message says why and what to do
   */
  default void begin(TunnelPlan plan, List<Family> families) throws IOException {}

  /** What is to be changed on the machine, in this order. */
  List<SystemChange> changes(TunnelPlan plan, Family family);

  /** These changes are made now. */
  default void onMade(List<SystemChange> made) throws IOException {}

  /** Whether the tunnel is none without this change. */
  boolean isNeeded(SystemChange change);

  /** The machine's changes are taken back, and the client's own packets leave as ever. */
  default void end() {}

  /** Adds what a person may want to know. */
  default void report(ObjectNode into) {}
}
