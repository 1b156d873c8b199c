package net.groupvpn.client.tunnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.ReversePath;
import net.groupvpn.client.os.ShortAddress;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.client.os.UnderlayLook;

/**
 * By half default routes, with a route of its own for the address of each member that is reached
 * straight. Packets for others than these members - handshakes with a new one, the public overlay -
 * name the network card by which they leave, so that no route waits for a member, and none is there
 * for anybody who has not proved to be one.
 */
final class RoutesRouting implements Routing {
  private final UnderlayLook look;
  private final Bypass bypass;
  private final ReversePath reversePath;
  private final ExemptPeers peers;
  private final Set<RouteOfMain> standing = new LinkedHashSet<>();
  private Set<RouteOfMain> wanted = Set.of();
  private UplinkNetworks underlay = UplinkNetworks.NONE;
  private boolean isClosed;

  RoutesRouting(UnderlayLook look, Bypass bypass, ReversePath reversePath, ExemptPeers peers) {
    this.look = look;
    this.bypass = bypass;
    this.reversePath = reversePath;
    this.peers = peers;
  }

  @Override
  public RoutingMode mode() {
    return RoutingMode.ROUTES;
  }

  @Override
  public void begin(TunnelPlan plan, List<Family> families) throws IOException {
    isClosed = plan.ipv4() == null && plan.ipv6() == null;
    if (isClosed) {
      wanted = Set.of();
      return;
    }
    peers.follow(true);
    Set<String> tunnels = new HashSet<>(plan.otherDevices());
    tunnels.add(plan.device());
    UplinkNetworks seen = look.look(tunnels);
    LanWay way4 = seen.ipv4();
    if (way4 != null) {
      reversePath.checkLoose(way4.device());
    }
    underlay = seen;
    wanted = hosts(seen);
    standing.retainAll(wanted);
    leave();
  }

  /** A route for each member's address that would go into the tunnel. */
  private Set<RouteOfMain> hosts(UplinkNetworks seen) {
    Set<RouteOfMain> hosts = new LinkedHashSet<>();
    for (InetAddress address : peers.addresses()) {
      LanWay way = seen.wayTo(address);
      if (way != null) {
        AddressPrefix host = new AddressPrefix(address, address.getAddress().length * Byte.SIZE);
        hosts.add(new RouteOfMain(host, way.device(), way.gateway(), null));
      }
    }
    return hosts;
  }

  /** Those whose route stands go by it; all others name their network card. */
  private void leave() throws IOException {
    bypass.byDevice(
        underlay.withExempt(
            standing.stream().map(route -> route.to().address()).collect(Collectors.toSet())));
  }

  @Override
  public List<SystemChange> changes(TunnelPlan plan, Family family) {
    List<SystemChange> changes = new ArrayList<>();
    wanted.stream().filter(route -> route.family() == family).forEach(changes::add);
    changes.addAll(HalfRoutes.of(plan, family));
    return changes;
  }

  @Override
  public void onMade(List<SystemChange> made) throws IOException {
    if (isClosed) {
      end();
    } else {
      wanted.stream().filter(made::contains).forEach(standing::add);
      leave();
    }
  }

  @Override
  public boolean isNeeded(SystemChange change) {
    return HalfRoutes.isNeeded(change);
  }

  @Override
  public void end() {
    peers.follow(false);
    bypass.end();
    standing.clear();
    wanted = Set.of();
    underlay = UplinkNetworks.NONE;
  }

  @Override
  public void report(ObjectNode into) {
    ArrayNode exempt = into.putArray("exempt");
    Set<String> texts = new TreeSet<>();
    standing.forEach(route -> texts.add(ShortAddress.of(route.to().address())));
    texts.forEach(exempt::add);
    into.put("exempt_refused", peers.refused());
  }
}
