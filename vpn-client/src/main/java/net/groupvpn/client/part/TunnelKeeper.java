package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.SocketMark;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.TunnelPlan;
import net.groupvpn.client.tunnel.TunnelPlan.Way;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.client.tunnel.TunnelWatch;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.gateway.GatewayOffer;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the machine as a full tunnel needs it: closed as soon as one is wanted, with ways into it
 * while there are a gateway and an own address. Each change is made on one thread of its own, from
 * what is the case by then. Thread-safe.
 */
final class TunnelKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelKeeper.class);
  private static final String NOTICE = "full_tunnel";

  /** Who is asked for names if the gateway announces nobody: a public resolver (Quad9). */
  private static final Ipv4Address DEFAULT_RESOLVER = Ipv4Address.parse("9.9.9.9");

  private static final long STOP_SECONDS = 10;
  private static final Path PROC = Path.of("/proc");

  private final ClientContext context;
  private final VirtualNetwork network;
  private final DevicePart device;
  private final NodeId self;
  private final FullTunnel tunnel;
  private final TunnelNames names;
  private final @Nullable TunnelWatch watch;
  private final TunnelSettings settings = TunnelSettings.DEFAULT;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(TunnelKeeper::thread);
  private volatile boolean isWanted;
  private volatile boolean isReleased;
  private volatile @Nullable GatewayOffer offer;
  private volatile @Nullable Ipv4Address own;
  private volatile Set<String> otherDevices = Set.of();

  private TunnelKeeper(
      ClientContext context, MembershipPart membership, DevicePart device, FullTunnel tunnel) {
    this.context = context;
    this.network = membership.network();
    this.device = device;
    this.self = membership.security().nodeId();
    this.tunnel = tunnel;
    this.names = new TunnelNames(membership.clock()::bootNanos);
    this.watch = watch(context, tunnel, membership.clock());
    device
        .addresses()
        .watch(
            address -> {
              own = address;
              change();
            });
  }

  /** Changes nothing yet. */
  static TunnelKeeper create(
      ClientContext context, MembershipPart membership, DevicePart device, ResolverPart resolver) {
    FullTunnel tunnel =
        new FullTunnel(
            context.config().name(),
            context.setup(),
            new SystemLook(context.machine().questions(), PROC),
            Files.exists(PROC.resolve("sys/net/ipv6")),
            resolver::askForAll);
    return new TunnelKeeper(context, membership, device, tunnel);
  }

  private static @Nullable TunnelWatch watch(
      ClientContext context, FullTunnel tunnel, GroupClock clock) {
    try {
      TunnelWatch watch =
          new TunnelWatch(
              context.machine().ruleEvents(),
              tunnel,
              clock,
              () -> NetworkManagers.changingRules(PROC));
      watch.start();
      return watch;
    } catch (IOException e) {
      LOG.warn("what others change of a full tunnel is not noticed: {}", e.getMessage());
      return null;
    }
  }

  /**
   * Whether there can be a full tunnel here.
   *
   * @throws IOException if not; the message says what to do
   */
  void check() throws IOException {
    String problem =
        context.machine().sockets() instanceof SocketMark sockets ? sockets.problem() : null;
    if (problem != null) {
      throw new IOException("no full tunnel is possible: " + problem);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tunnel");
    thread.setDaemon(true);
    return thread;
  }

  /** Who answers for names outside the group. */
  TunnelNames names() {
    return names;
  }

  /** Everything is to go through the tunnel from now on, or nothing. */
  void want(boolean isOn) {
    isWanted = isOn;
    offer = null;
    change();
  }

  /** This gateway is used from now on; none if null. */
  void use(@Nullable GatewayOffer gateway) {
    offer = gateway;
    names.forget();
    change();
  }

  /** Cards of other groups are left alone. */
  void onDevices(MachineDevices devices) {
    Set<String> others =
        devices.devices().stream()
            .map(NetDevice::name)
            .filter(name -> devices.isGroups(name) && !name.equals(device.deviceName()))
            .collect(Collectors.toSet());
    if (!others.equals(otherDevices)) {
      otherDevices = others;
      change();
    }
  }

  /** The user ends the client: nothing stays closed. Otherwise it does, until the next start. */
  void release() {
    isReleased = true;
  }

  private void change() {
    thread.execute(this::apply);
  }

  private void apply() {
    try {
      if (isWanted) {
        check();
        tunnel.start(plan());
        names.use(upstream());
      } else {
        names.use(null);
        // Also what an earlier client has left closed.
        tunnel.end();
      }
      context.notices().clear(NOTICE);
    } catch (IOException e) {
      context.notices().raise(NOTICE, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable InetAddress upstream() {
    GatewayOffer gateway = offer;
    if (gateway == null) {
      return null;
    }
    Ipv4Address announced = gateway.resolver();
    return (announced == null ? DEFAULT_RESOLVER : announced).toInetAddress();
  }

  private TunnelPlan plan() {
    GatewayOffer gateway = offer;
    Ipv4Address own4 = own;
    if (gateway == null) {
      return TunnelPlan.closed(device.deviceName(), otherDevices, settings);
    }
    Way ipv4 =
        own4 == null || !gateway.hasIpv4()
            ? null
            : new Way(own4.toInetAddress(), network.serviceAddress4().toInetAddress());
    Way ipv6 =
        !device.hasIpv6() || !gateway.hasIpv6()
            ? null
            : new Way(
                network.addressOf(self).toInetAddress(), network.serviceAddress6().toInetAddress());
    List<InetAddress> resolvers = new ArrayList<>();
    resolvers.add(network.serviceAddress4().toInetAddress());
    resolvers.add(network.serviceAddress6().toInetAddress());
    InetAddress upstream = upstream();
    if (upstream != null) {
      resolvers.add(upstream);
    }
    return new TunnelPlan(
        device.deviceName(), ipv4, ipv6, group(), resolvers, otherDevices, settings);
  }

  private List<AddressPrefix> group() {
    return List.of(
        new AddressPrefix(network.range().network().toInetAddress(), network.range().prefixBits()),
        new AddressPrefix(network.serviceAddress6().toInetAddress(), VirtualNetwork.PREFIX6_BITS));
  }

  /** How the machine is. */
  void report(ObjectNode into) {
    tunnel.report(into);
  }

  /** Takes back what it may, and waits for that. */
  void close() throws InterruptedException {
    if (watch != null) {
      watch.close();
    }
    thread.execute(this::closeNow);
    thread.shutdown();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("the machine is still being set up; the next start takes it back");
    }
  }

  private void closeNow() {
    try {
      if (isWanted && !isReleased) {
        tunnel.start(TunnelPlan.closed(device.deviceName(), otherDevices, settings));
      } else {
        tunnel.end();
      }
    } catch (IOException e) {
      LOG.warn("the machine is not as it was: {}", e.getMessage());
    }
  }
}
