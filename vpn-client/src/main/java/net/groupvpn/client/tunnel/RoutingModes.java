package net.groupvpn.client.tunnel;

import java.nio.file.Path;
import java.util.List;
import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.NeighbourLook;
import net.groupvpn.client.os.ReversePath;
import net.groupvpn.client.os.RouteNetworks;
import net.groupvpn.client.os.UnderlayLook;
import net.groupvpn.overlay.io.SocketSetup;

/** The ways to lead packets that this machine may have. */
public final class RoutingModes {
  private static final Path PROC = Path.of("/proc");
  private static final Path CARDS = Path.of("/sys/class/net");

  private final List<Routing> all;

  private RoutingModes(Routing... all) {
    this.all = List.of(all);
  }

  /** By marks alone. */
  public static RoutingModes ofMark() {
    return new RoutingModes(new MarkRouting());
  }

  /**
   * All of them.
   *
   * @param questions look at the machine's own networks
   * @param devices its network cards
   * @param bypass has the client's own packets leave
   * @param peers the members that are reached straight
   * @param sockets prepares the client's sockets
   */
  public static RoutingModes of(
      CommandRunner questions,
      NetDevices devices,
      Bypass bypass,
      ExemptPeers peers,
      SocketSetup sockets) {
    UnderlayLook look =
        new UnderlayLook(questions, devices, new RouteNetworks(PROC.resolve("net")));
    NeighbourLook neighbours = new NeighbourLook(questions, CARDS);
    return new RoutingModes(
        new MarkRouting(),
        new RoutesRouting(look, bypass, new ReversePath(PROC), peers),
        new FramesRouting(look, bypass, new RouterNeighbours(neighbours, sockets)));
  }

  /** These, in this order. */
  static RoutingModes of(Routing... routings) {
    return new RoutingModes(routings);
  }

  /** In the order in which they are tried. */
  List<Routing> all() {
    return all;
  }
}
