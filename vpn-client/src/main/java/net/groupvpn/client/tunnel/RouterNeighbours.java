package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import net.groupvpn.client.device.FrameWays;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.NeighbourLook;
import net.groupvpn.overlay.io.ElsewhereSender;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The Ethernet addresses of the LAN's routers. The kernel finds them out, by ARP and neighbour
 * discovery, for an empty datagram that it is given for each now and then; so it also notices when
 * they change.
 */
final class RouterNeighbours {
  /** Where nobody listens, and what comes is thrown away (RFC 863). */
  private static final int DISCARD_PORT = 9;

  private final NeighbourLook look;
  private final SocketSetup sockets;

  /** {@code sockets} prepares the sockets of those datagrams. */
  RouterNeighbours(NeighbourLook look, SocketSetup sockets) {
    this.look = look;
    this.sockets = sockets;
  }

  /** The same without a family that has another network card than IPv4. */
  UplinkNetworks ofOneCard(UplinkNetworks seen) {
    LanWay way4 = seen.ipv4();
    LanWay way6 = seen.ipv6();
    boolean isOne = way4 == null || way6 == null || way4.index() == way6.index();
    return isOne ? seen : new UplinkNetworks(way4, null, seen.direct(), seen.exempt());
  }

  /**
   * As far as they are known by now.
   *
   * @param addresses of the network card
   * @throws IOException if no frames can be sent to them; the message says why
   */
  FrameWays find(UplinkNetworks underlay, Set<InetAddress> addresses) throws IOException {
    LanWay way4 = underlay.ipv4();
    LanWay way6 = underlay.ipv6();
    LanWay any = way4 == null ? way6 : way4;
    if (any == null) {
      return new FrameWays(
          underlay, FrameWays.UNKNOWN, FrameWays.UNKNOWN, FrameWays.UNKNOWN, addresses);
    }
    long own = look.ownMac(any.device());
    if (own == NeighbourLook.UNKNOWN) {
      throw new IOException(any.device() + " carries no Ethernet frames");
    }
    return new FrameWays(underlay, own, macOf(way4), macOf(way6), addresses);
  }

  private long macOf(@Nullable LanWay way) throws IOException {
    if (way == null) {
      return FrameWays.UNKNOWN;
    }
    InetAddress router = way.gateway();
    if (router == null) {
      throw new IOException(way.device() + " has no router to send frames to");
    }
    ask(router, way);
    return look.macOf(router, way.device());
  }

  private void ask(InetAddress router, LanWay way) throws IOException {
    InetAddress there =
        router instanceof Inet6Address
            ? Inet6Address.getByAddress(null, router.getAddress(), way.index())
            : router;
    boolean unused = ElsewhereSender.send(new Endpoint(there, DISCARD_PORT), new byte[0], sockets);
  }
}
