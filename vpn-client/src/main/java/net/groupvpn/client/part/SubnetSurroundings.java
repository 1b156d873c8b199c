package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.RouteNetworks;
import net.groupvpn.client.os.UnderlayLook;
import net.groupvpn.client.resolver.NameServers;
import net.groupvpn.client.tunnel.ExemptPeers;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine as its routes to networks behind members need to know it. */
final class SubnetSurroundings implements SubnetWays.Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(SubnetSurroundings.class);
  private static final Path PROC_NET = Path.of("/proc/net");
  private static final String STREAM = "tcp:";

  private final ClientContext context;
  private final MembershipPart membership;
  private final ExemptPeers peers;
  private final String device;
  private final UnderlayLook look;

  /** {@code peers} are the members that are reached straight. */
  SubnetSurroundings(
      ClientContext context, MembershipPart membership, ExemptPeers peers, String device) {
    this.context = context;
    this.membership = membership;
    this.peers = peers;
    this.device = device;
    this.look =
        new UnderlayLook(
            context.machine().questions(),
            context.machine().devices(),
            new RouteNetworks(PROC_NET));
  }

  @Override
  public List<AddressRange> networks() throws IOException {
    List<AddressRange> networks = new ArrayList<>();
    for (NetDevice each : context.machine().devices().list()) {
      if (!each.name().equals(device)) {
        for (NetDevice.Address address : each.addresses()) {
          networks.add(new AddressRange(address.address(), address.prefixBits()));
        }
      }
    }
    return networks;
  }

  @Override
  public UplinkNetworks underlay() throws IOException {
    return look.look(context.surroundings().groups());
  }

  @Override
  public Set<InetAddress> needed() {
    Set<InetAddress> needed = new LinkedHashSet<>(NameServers.ofThisMachine());
    needed.addAll(portal());
    List<String> seeds = new ArrayList<>(context.config().underlay().seeds());
    seeds.addAll(membership.membership().group().network().seeds());
    for (String seed : seeds) {
      Endpoint endpoint =
          Endpoint.parse(seed.startsWith(STREAM) ? seed.substring(STREAM.length()) : seed);
      if (endpoint != null) {
        needed.add(endpoint.address());
      }
    }
    needed.addAll(peers.addresses());
    return needed;
  }

  private List<InetAddress> portal() {
    String host = membership.membership().group().portal().url().getHost();
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      LOG.debug("where the portal is is not known now: {}", e.getMessage());
      return List.of();
    }
  }
}
