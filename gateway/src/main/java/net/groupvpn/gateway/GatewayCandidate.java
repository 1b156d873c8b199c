package net.groupvpn.gateway;

import net.groupvpn.overlay.id.NodeId;

/**
 * A gateway that the policy allows, as seen now.
 *
 * @param node its node ID
 * @param isAlive whether pings through it come back
 * @param aliveSinceNanos since when, boot time; only if it is alive
 * @param rttNanos smoothed round-trip time through it; only if it is alive
 * @param loadPercent how loaded it says it is
 * @param hasIpv4 whether it carries IPv4; one that does not reaches little of the Internet
 */
public record GatewayCandidate(
    NodeId node,
    boolean isAlive,
    long aliveSinceNanos,
    long rttNanos,
    int loadPercent,
    boolean hasIpv4) {}
