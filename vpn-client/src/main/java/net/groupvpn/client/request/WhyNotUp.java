package net.groupvpn.client.request;

import net.groupvpn.client.enrol.PortalKeeper.Contact;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.node.NodeStatus;
import org.jspecify.annotations.Nullable;

/** Explains why a client is not up, or alone, as far as it knows. Pure. */
final class WhyNotUp {
  private static final String REFUSED = OverlayCounter.DROPPED_HANDSHAKE_REFUSED.label();

  private WhyNotUp() {}

  /**
   * The reason for a person, or null if there is nothing to explain.
   *
   * @param members the group's overlay
   * @param publicPeers nodes of the public overlay that answer
   * @param hasAddress whether this member has its IPv4 address
   */
  static @Nullable String of(
      NodeStatus members, int publicPeers, boolean hasAddress, Contact portal) {
    if (members.alone()) {
      return "no other member answers, so this machine is alone" + portal(portal);
    }
    if (members.joined()) {
      return hasAddress ? null : "joined, but no address is confirmed by the others yet";
    }
    int answering = members.peers().size();
    if (answering > 0) {
      return answering
          + (answering == 1 ? " member answers" : " members answer")
          + ", but no way to them that carries the group's messages stands yet";
    }
    String nobody =
        publicPeers == 0
            ? "nobody answers, neither members nor nodes of the public overlay; does a firewall"
                + " drop UDP?"
            : "no member answers; nodes of the public overlay do: " + publicPeers;
    long refused = members.counters().getOrDefault(REFUSED, 0L);
    String refusals =
        refused == 0 ? "" : "; handshakes refused for bad certificates or clocks: " + refused;
    return nobody + refusals + portal(portal);
  }

  private static String portal(Contact portal) {
    return portal.reason() == null ? "" : "; " + portal.reason();
  }
}
