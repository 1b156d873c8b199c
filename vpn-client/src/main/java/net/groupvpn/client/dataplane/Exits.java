package net.groupvpn.client.dataplane;

import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Who carries this node's Internet traffic, and whether this node carries that of others.
 * Immutable.
 *
 * @param gateway the gateway in use; null for none: then nothing leaves for the Internet by the
 *     device
 * @param former the one that was used before; packets that it still has are taken
 * @param formerUntilNanos until when, boot time
 * @param isGateway whether members' packets to the Internet are taken, and answers to them carried
 */
public record Exits(
    @Nullable NodeId gateway, @Nullable NodeId former, long formerUntilNanos, boolean isGateway) {
  /** No gateway, and none for others. */
  public static final Exits NONE = new Exits(null, null, 0, false);

  /** Whether packets from outside the group's range are taken from {@code sender}. */
  boolean areTakenFrom(NodeId sender, long bootNanos) {
    NodeId present = gateway;
    NodeId before = former;
    return (present != null && present.equals(sender))
        || (before != null && before.equals(sender) && bootNanos - formerUntilNanos < 0);
  }
}
