package net.groupvpn.client.dataplane;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.PeerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The engine's newest snapshots. Packets read one {@link View} without a lock; the engine replaces
 * it as a whole.
 */
final class Snapshots {
  private final GroupAddresses addresses;
  private final Map<NodeId, Peer> peers = new TreeMap<>();
  private volatile View view =
      new View(
          Host.UNKNOWN,
          MachineTable.NONE,
          RouteSnapshot.EMPTY,
          new PeerTable(peers.values()),
          Exits.NONE,
          null,
          Subnets.NONE);

  /**
   * This machine.
   *
   * @param address its IPv4 address while it holds one
   * @param bridgeMac the Ethernet address of the bridge that the device belongs to; 0 if to none,
   *     so that nobody else is on its link
   */
  record Host(@Nullable Ipv4Address address, long bridgeMac) {
    static final Host UNKNOWN = new Host(null, 0);

    boolean has(int ipv4) {
      return address != null && address.bits() == ipv4;
    }

    /** Whether it, and not another machine on the link, sends from that Ethernet address. */
    boolean sendsFrom(long mac) {
      return bridgeMac == 0 || bridgeMac == mac;
    }
  }

  /**
   * A consistent set.
   *
   * @param host this machine itself
   * @param machines the machines behind the device
   * @param exit the IPv6 address of the gateway in use: what leaves for the Internet goes there
   * @param subnets networks behind members, and behind this machine
   */
  record View(
      Host host,
      MachineTable machines,
      RouteSnapshot routes,
      PeerTable peers,
      Exits exits,
      @Nullable Ipv6Address exit,
      Subnets subnets) {
    /** Whether it is this node's, or that of a machine behind the device. */
    boolean isOwn(int ipv4) {
      return host.has(ipv4) || machines.has(ipv4);
    }

    /** Whether it is a machine behind the device, which has that Ethernet address. */
    boolean isMachine(int ipv4, long mac) {
      return !machines.isEmpty()
          && ipv4 != GroupAddresses.NO_MACHINE
          && machines.macOf(ipv4) == mac;
    }

    /** Whether whoever has that Ethernet address on the device's link may send from it. */
    boolean maySend(int ipv4, long mac) {
      return host.has(ipv4)
          ? host.sendsFrom(mac)
          : !machines.isEmpty() && machines.macOf(ipv4) == mac;
    }

    View with(PeerTable changed) {
      return new View(host, machines, routes, changed, exits, exit, subnets);
    }

    /** Whether this machine carries packets to and from an address outside the group. */
    boolean isCarried(long high, long low) {
      return exits.isGateway() || subnets.isBehindThis(high, low);
    }

    /** The peer that owns the address, if there is a session with it. */
    @Nullable Peer findPeer(long high, long low, long bootNanos) {
      if (!VirtualAddress.isIpv4(high, low)) {
        return peers.findIpv6(high, low);
      }
      NodeId owner = routes.owner4((int) low, bootNanos);
      return owner == null ? null : peers.find(owner);
    }
  }

  Snapshots(GroupAddresses addresses) {
    this.addresses = addresses;
  }

  View view() {
    return view;
  }

  /** All peers, ordered by node ID. */
  synchronized List<Peer> peers() {
    return List.copyOf(peers.values());
  }

  synchronized void publish(PeerSnapshot snapshot) {
    NodeId id = snapshot.peer();
    Peer former = peers.get(id);
    PeerTraffic traffic = former == null ? new PeerTraffic() : former.traffic();
    peers.put(id, Peer.of(snapshot, addresses.addressOf(id), traffic));
    view = view.with(new PeerTable(peers.values()));
  }

  synchronized void withdraw(NodeId peer) {
    if (peers.remove(peer) != null) {
      view = view.with(new PeerTable(peers.values()));
    }
  }

  synchronized void publishRoutes(RouteSnapshot routes) {
    View old = view;
    view = new View(old.host, old.machines, routes, old.peers, old.exits, old.exit, old.subnets);
  }

  synchronized void publishOwnAddress(@Nullable Ipv4Address own) {
    publishHost(new Host(own, view.host.bridgeMac));
  }

  synchronized void publishBridge(long mac) {
    publishHost(new Host(view.host.address, mac));
  }

  private void publishHost(Host host) {
    View old = view;
    view = new View(host, old.machines, old.routes, old.peers, old.exits, old.exit, old.subnets);
  }

  synchronized void publishMachines(MachineTable machines) {
    View old = view;
    view = new View(old.host, machines, old.routes, old.peers, old.exits, old.exit, old.subnets);
  }

  synchronized void publishExits(Exits exits) {
    NodeId gateway = exits.gateway();
    Ipv6Address exit = gateway == null ? null : addresses.addressOf(gateway);
    View old = view;
    view = new View(old.host, old.machines, old.routes, old.peers, exits, exit, old.subnets);
  }

  synchronized void publishSubnets(Subnets subnets) {
    View old = view;
    view = new View(old.host, old.machines, old.routes, old.peers, old.exits, old.exit, subnets);
  }
}
