package net.groupvpn.client.daemon;

import net.groupvpn.client.control.ControlException;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** What members are called. */
final class MemberNames {
  private final Running running;

  MemberNames(Running running) {
    this.running = running;
  }

  /** As the member itself says, or null if it has no name or there is no session with it. */
  @Nullable String of(NodeId node) throws ControlException {
    String name = Ask.now(running.loop(), () -> running.room().services().claimedName(node));
    return name.isEmpty() ? null : name;
  }
}
