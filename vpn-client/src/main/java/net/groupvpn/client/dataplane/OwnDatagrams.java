package net.groupvpn.client.dataplane;

import java.util.Collection;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Recognises datagrams that this machine's clients have sent and that come back out of a group's
 * device, because a route leads there: carried any farther, each would be sealed again and again.
 * Nobody else sends from their ports, which they have for themselves. Ports may be set by any
 * thread.
 */
final class OwnDatagrams {
  private volatile int[] ports;

  OwnDatagrams(int ownPort) {
    ports = new int[] {ownPort};
  }

  /** Sets the UDP ports of all clients on this machine. */
  void setPorts(Collection<Integer> clients) {
    ports = clients.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether the valid packet at {@code ip}, sent by this machine, is such a datagram. */
  boolean isOne(byte[] bytes, int ip, int packetBytes) {
    if (Transport.protocol(bytes, ip) != Ipv4Packet.UDP) {
      return false;
    }
    int transport = Transport.find(bytes, ip, packetBytes);
    if (transport == Transport.NONE) {
      return false;
    }
    int source = PacketBytes.u16(bytes, transport);
    for (int port : ports) {
      if (port == source) {
        return true;
      }
    }
    return false;
  }
}
