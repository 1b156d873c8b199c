package net.groupvpn.gateway.nat;

/**
 * What the NAT carries at one moment, for {@code status}.
 *
 * @param tcpFlows connections, those included that are being opened or have just ended
 * @param udpMappings UDP ports in use
 * @param echoes pings that wait for their answer
 * @param members members with any of these
 * @param bufferBytes memory of their buffers
 * @param refused packets that were refused because of where they went or how many there were
 */
public record NatSnapshot(
    int tcpFlows, int udpMappings, int echoes, int members, long bufferBytes, long refused) {
  /** Of a NAT that carries nothing. */
  public static final NatSnapshot EMPTY = new NatSnapshot(0, 0, 0, 0, 0, 0);
}
