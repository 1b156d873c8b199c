package net.groupvpn.client.dataplane;

import java.util.Collection;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Recognises datagrams of this machine's clients that return from a group's device, because a route
 * leads there: forwarded, each would be sealed without end. Nobody else sends from the clients'
 * ports, because each client owns its port. Any thread may set ports.
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
