package net.groupvpn.portal.membership;

import java.time.Instant;

/**
 * A machine.
 *
 * @param status "active", "certificate expired" or "revoked"
 */
public record NodeLine(
    String name, String nodeId, Instant lastSeenAt, Instant certificateEnds, String status) {}
