package net.groupvpn.gateway.nat;

import java.util.LinkedHashSet;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;

/** What one member has of the NAT's resources. Not thread-safe. */
final class MemberAccount {
  private static final int ERRORS_PER_SECOND = 50;
  private static final int ERROR_BURST = 100;

  final NodeId member;
  final RateLimit newFlows;
  final RateLimit errors;
  final EchoBudget echoes;

  /** Not those in TIME_WAIT, which have a limit of their own. */
  final Set<NatFlow> tcpFlows = new LinkedHashSet<>();

  final Set<UdpMapping> udpMappings = new LinkedHashSet<>();

  /** Connections whose server has not yet answered. */
  int connecting;

  /** Pings that wait, the oldest first. */
  final Set<Timed> echoesWaiting = new LinkedHashSet<>();

  /** Connections in TIME_WAIT. */
  int waiting;

  /** TestPackets of which fragments wait. */
  int reassemblies;

  /** Memory held, in blocks of the {@link BlockPool}. */
  int blocks;

  long lastPacketNanos;

  MemberAccount(NodeId member, NatLimits limits, long nowNanos) {
    this.member = member;
    newFlows = new RateLimit(limits.flowsPerSecond(), limits.flowBurst(), nowNanos);
    errors = new RateLimit(ERRORS_PER_SECOND, ERROR_BURST, nowNanos);
    echoes = new EchoBudget(nowNanos);
    lastPacketNanos = nowNanos;
  }

  boolean isIdle() {
    return tcpFlows.isEmpty()
        && udpMappings.isEmpty()
        && connecting == 0
        && echoesWaiting.isEmpty()
        && waiting == 0
        && reassemblies == 0;
  }
}
