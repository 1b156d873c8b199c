package net.groupvpn.gateway.nat;

/**
 * What the NAT takes on (RFC 6888 REQ-4: a limit for each member). All are at least 1.
 *
 * @param members members with flows at one time
 * @param tcpFlows connections, all members together; each is a socket of this process
 * @param tcpPerMember connections of one member
 * @param connectingPerMember connections of one member whose server has not yet answered
 * @param udpMappings UDP ports, all members together; each is a socket of this process
 * @param udpPerMember UDP ports of one member
 * @param echoPerMember pings of one member that wait for their answer
 * @param flowsPerSecond new flows of one member in a second, in the long run
 * @param flowBurst new flows of one member at once after quiet
 * @param memoryBytes buffers, all flows together
 */
public record NatLimits(
    int members,
    int tcpFlows,
    int tcpPerMember,
    int connectingPerMember,
    int udpMappings,
    int udpPerMember,
    int echoPerMember,
    int flowsPerSecond,
    int flowBurst,
    int memoryBytes) {
  /** What a small machine carries. */
  public static final NatLimits DEFAULT =
      new NatLimits(1_024, 8_192, 2_048, 256, 8_192, 1_024, 1_024, 100, 600, 64 << 20);
}
