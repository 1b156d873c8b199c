package net.groupvpn.client.request;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The names of members. */
final class MemberNames {
  private final RunningClient running;

  MemberNames(RunningClient running) {
    this.running = running;
  }

  /** The names of many members, requested at once; members without a name are left out. */
  Map<NodeId, String> of(Collection<NodeId> nodes) throws ControlException {
    return Ask.now(
        running.loop(),
        () -> {
          Map<NodeId, String> known = new HashMap<>();
          for (NodeId node : nodes) {
            String name = running.room().services().nameOf(node);
            if (!name.isEmpty()) {
              known.put(node, name);
            }
          }
          return known;
        });
  }

  /** The name, as proved by a quorum; null if it has no name or there is no session with it. */
  @Nullable String of(NodeId node) throws ControlException {
    String name = Ask.now(running.loop(), () -> running.room().services().nameOf(node));
    return name.isEmpty() ? null : name;
  }
}
