package net.groupvpn.overlay.node;

import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.relay.RelayStatus;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * One session as people and the control channel see it.
 *
 * @param member the peer's account name; empty in the public overlay
 * @param path what this end sends on
 * @param rttNanos smoothed round-trip time, negative if not measured yet
 * @param reasons why this end keeps it
 * @param joined whether the peer says that it has joined
 * @param sinceNanos boot time at which it was established
 * @param relay its relay, or null if it has none
 */
public record PeerStatus(
    NodeId id,
    String member,
    Path path,
    long rttNanos,
    Set<LinkReason> reasons,
    boolean joined,
    long sinceNanos,
    @Nullable RelayStatus relay) {
  static PeerStatus of(Link link, @Nullable RelayStatus relay) {
    Session session = link.session();
    return new PeerStatus(
        link.peer(),
        session.identity().member(),
        session.path(),
        session.rttNanos(),
        link.reasons(),
        link.hasPeerJoined(),
        session.establishedNanos(),
        relay);
  }
}
