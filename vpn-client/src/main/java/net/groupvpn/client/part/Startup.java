package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.ControlServer;
import net.groupvpn.client.control.Refusals;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.DetouredIo;
import net.groupvpn.client.device.DetouringPort;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.device.LocalMac;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.lan.LanFinder;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.machine.NetworkWatch;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.client.request.Health;
import net.groupvpn.client.request.Requests;
import net.groupvpn.client.request.Running;
import net.groupvpn.client.resolver.ResolverPlan;
import net.groupvpn.client.resolver.ResolverSetup;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.ReverseZones;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.SideSockets;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.session.SessionTimes;
import net.groupvpn.overlay.tls.TlsSecurity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a client, step by step, in this order: state, socket, membership, device, engine, control
 * channel, resolver, portal. Each step tells how to undo it. Nothing waits for other members.
 */
public final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final long LEAVE_SECONDS = 2;
  private static final int FAILED = 1;
  private static final int REFUSED = 5;

  private final ClientConfig config;
  private final Directories directories;
  private final Machine machine;
  private final Clock clock;
  private final Undo undo;
  private final IntConsumer stop;
  private final Surroundings surroundings;
  private static final String NO_IPV6 = "no_ipv6";

  private final Notices notices;
  private @Nullable ControlServer control;
  private boolean hasIpv6 = true;

  /** {@code stop} ends the client with an exit code. */
  public Startup(
      ClientConfig config,
      Directories directories,
      Machine machine,
      Clock clock,
      Undo undo,
      IntConsumer stop) {
    this.config = config;
    this.directories = directories;
    this.machine = machine;
    this.surroundings = new Surroundings(machine, config);
    this.clock = clock;
    this.notices = new Notices(clock);
    this.undo = undo;
    this.stop = stop;
  }

  public void run() throws ConfigException, PortalException, IOException {
    StateStore store = StateStore.open(config.stateDir());
    undo.push("release the state", store::close);
    undo.push("remove the control socket", this::removeSocket);
    ResolverSetup.cleanUp(machine.commands(), config.stateDir());
    Precautions precautions = new Precautions(config, notices);
    precautions.take();
    new Refusals(directories.run()).forget(config.name());
    GroupClock bootClock = new GroupClock(new LinuxBootClock(), clock);
    BatchPort opened = machine.openPort(config.underlay().port(), config.tuning().offloads());
    undo.push("close the UDP port", opened::close);
    Membership membership =
        Membership.establish(config, store, surroundings.ownEndpoint(), bootClock);
    TlsSecurity security =
        TlsSecurity.ofGroup(
            membership.trust(),
            membership.group().secret(),
            membership.key(),
            membership.certificate(),
            new SecureRandom());
    VirtualNetwork network =
        new VirtualNetwork(
            membership.group().groupId(),
            Ipv4Range.parse(membership.group().network().ipv4Range()));

    TapDevice tap = openDevice(security);
    OwnDevice device = setUpDevice(tap, network, security);
    OwnAddresses addresses = addresses(device, network, store);
    ResolverSetup resolver = resolver(tap, network, membership.group().network().dnsSuffix());
    EngineRoom room =
        EngineRoom.build(
            membership.group(),
            new EngineRoom.Identities(security, publicIdentity(store)),
            new EngineRoom.Revocations(
                membership.trust(), list -> keep(list, store, membership.certificate().identity())),
            settings(membership, network, store),
            addresses,
            bootClock.now());
    room.services().setIpv6(hasIpv6);
    room.node().setSessionTimes(SessionTimes.ofRehandshake(config.tuning().rehandshake()));
    EngineBridge bridge = new EngineBridge(room, notices, this::onFatal);
    SideSockets side = new SideSockets(bridge::onDatagram);
    undo.push("close the side sockets", side::close);
    DetouringPort port = new DetouringPort(opened, side);
    NodeLoop loop =
        new NodeLoop(
            "engine",
            room.host(),
            bootClock::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            bridge);
    boolean relays =
        RelaySetup.mayRelay(config.underlay().relaying(), membership.certificate().identity());
    DataPlane dataPlane =
        new DataPlane(
            network,
            security.nodeId(),
            new DetouredIo(machine.io(), port),
            config.tuning().threads(),
            new DataPlane.Environment(bridge, bridge, bootClock, relays));
    RelaySetup relaySetup = new RelaySetup(room.engine(), room.node().relays(), dataPlane);
    loop.execute(() -> relaySetup.start(config.underlay().relaying(), relays));
    room.publicRealm()
        .node()
        .limitCarrying(relays ? Realm.CARRIED_BY_MEMBERS : Realm.CARRIED_BY_NOBODY);
    bridge.connect(loop, dataPlane, side);
    Streams streams = openStreams(loop, dataPlane, bridge);
    ServiceNotifier notifier = ServiceNotifier.ofEnvironment();
    addresses.connect(
        new OwnAddresses.Packets(dataPlane::publishOwnAddress, dataPlane::publishRoutes),
        address -> onUsable(address, notifier, resolver));
    Endpoints endpoints =
        new Endpoints(room, store, streams == null ? StreamPort.NO_PORT : streams.localPort());
    @Nullable MappedPorts mapped = mapPorts(loop, endpoints, streams);
    room.setNetworks(surroundings.networks(network));
    dataPlane.publishClientPorts(surroundings.clientPorts());
    startEngine(loop, dataPlane, endpoints, room, store, membership.group().network().seeds());
    store.warnings().forEach((file, text) -> notices.note("damaged_" + file, text));
    @Nullable LanFinder neighbours = findNeighbours(loop, room, security, bootClock);
    surroundings.watch(
        new NetworkWatch.Listener() {
          @Override
          public void onDevices(MachineDevices devices) {
            room.setNetworks(Surroundings.networks(devices, network));
            dataPlane.publishClientPorts(devices.groupsPorts());
          }

          @Override
          public void onMoved(OwnEndpoint own) {
            port.onNetworkChanged();
            loop.execute(() -> room.onNetworkChanged(endpoints, own));
            if (mapped != null) {
              mapped.onNetworkChanged();
            }
            if (neighbours != null) {
              neighbours.onNetworkChanged();
            }
            resolver.check();
            precautions.look(network);
          }
        },
        undo);
    surroundings.keep(device, tap, hasIpv6, isOn -> onIpv6(isOn, loop, room), undo);
    if (streams != null) {
      streams.start();
    }

    watchClock(
        bootClock,
        () -> loop.execute(() -> room.onClockSet(endpoints, surroundings.ownEndpoint())));
    PortalKeeper keeper = keeper(membership, security, loop, room, store, bootClock);
    Running running =
        new Running(
            config,
            membership,
            network,
            loop,
            room,
            addresses,
            dataPlane,
            keeper,
            mapped,
            new Health(notices, resolver));
    startControl(new Requests(running, () -> stop.accept(0)));
    keeper.start();
    undo.push("leave the portal alone", keeper::close);
    notifier.ready();
    LOG.info("the device {} is there; looking for members", tap.name());
  }

  private ResolverSetup resolver(TapDevice tap, VirtualNetwork network, String suffix) {
    ResolverPlan plan =
        new ResolverPlan(
            tap.name(), network.serviceAddress4().toString(), suffix, ReverseZones.of(network));
    ResolverSetup resolver =
        new ResolverSetup(config.device().dns(), plan, machine.commands(), config.stateDir());
    undo.push("give the resolver back", resolver::close);
    return resolver;
  }

  private static void onUsable(
      @Nullable Ipv4Address address, ServiceNotifier notifier, ResolverSetup resolver) {
    if (address == null) {
      resolver.withdraw();
      notifier.status("looking for an address");
    } else {
      notifier.status("up with " + address);
      resolver.apply();
    }
  }

  /** Null where the configuration turns streams off. */
  private @Nullable Streams openStreams(NodeLoop loop, DataPlane dataPlane, EngineBridge bridge)
      throws IOException {
    int port = config.underlay().streamPort();
    if (port == StreamPort.NO_PORT) {
      return null;
    }
    Streams streams = new Streams(port, loop, dataPlane);
    undo.push("close the TCP connections", streams::close);
    bridge.connect(streams);
    return streams;
  }

  /** Begins to ask for mapped ports; null where the configuration turns that off. */
  private @Nullable MappedPorts mapPorts(
      NodeLoop loop, Endpoints endpoints, @Nullable Streams streams) {
    if (!config.underlay().portMapping()) {
      return null;
    }
    MappedPorts ports =
        new MappedPorts(
            machine.gateways(surroundings::isGroups),
            config.underlay().port(),
            streams == null ? StreamPort.NO_PORT : streams.localPort(),
            (transport, mapped) -> loop.execute(() -> endpoints.setMapped(transport, mapped)));
    undo.push("give the mapped ports back", ports::close);
    ports.start();
    return ports;
  }

  private TapDevice openDevice(TlsSecurity security) throws IOException {
    TapDevice tap =
        machine.openTap(
            config.device().interfaceName(),
            LocalMac.of(security.nodeId()),
            config.tuning().offloads());
    undo.push("close the device", tap::close);
    return tap;
  }

  private OwnDevice setUpDevice(TapDevice tap, VirtualNetwork network, TlsSecurity security)
      throws IOException {
    OwnDevice device =
        new OwnDevice(
            new DeviceConfigurator(machine.commands()), tap.name(), DataPlane.INNER_MTU_BYTES);
    device.bringUp(NetDevice.alias(config.underlay().port()));
    InetAddress own = network.addressOf(security.nodeId()).toInetAddress();
    try {
      device.addAddress(new AddressPrefix(own, VirtualNetwork.PREFIX6_BITS));
    } catch (IOException e) {
      hasIpv6 = false;
      notices.raise(NO_IPV6, "the network goes without IPv6: " + e.getMessage());
    }
    return device;
  }

  private void onIpv6(boolean isOn, NodeLoop loop, EngineRoom room) {
    if (isOn) {
      notices.clear(NO_IPV6);
    } else {
      String device = config.device().interfaceName();
      notices.raise(
          NO_IPV6,
          "the network goes without IPv6: somebody has switched it off for %s; see the sysctl"
                  .formatted(device)
              + " net.ipv6.conf.%s.disable_ipv6".formatted(device));
    }
    loop.execute(() -> room.services().setIpv6(isOn));
  }

  private OwnAddresses addresses(OwnDevice device, VirtualNetwork network, StateStore store) {
    ExecutorService slow =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "setup");
              thread.setDaemon(true);
              return thread;
            });
    undo.push("end the set-up thread", slow::shutdownNow);
    return new OwnAddresses(
        new OwnAddresses.Device(device, network.range().prefixBits()), store, slow);
  }

  private GroupServices.Settings settings(
      Membership membership, VirtualNetwork network, StateStore store) throws IOException {
    List<Ipv4Address> preferred = new ArrayList<>();
    addIfGood(preferred, config.device().wishedAddress());
    addIfGood(preferred, store.lastAddress());
    return new GroupServices.Settings(
        network,
        membership.group().network().dnsSuffix(),
        preferred,
        config.device().hostLabel(),
        store.lastName());
  }

  private static void addIfGood(List<Ipv4Address> addresses, @Nullable String text) {
    try {
      if (text != null) {
        addresses.add(Ipv4Address.parse(text));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is not used: {}", text, e.getMessage());
    }
  }

  private static TlsSecurity publicIdentity(StateStore store) throws IOException {
    return TlsSecurity.ofPublicOverlay(store.publicKeyOrNew(), new SecureRandom());
  }

  private void startEngine(
      NodeLoop loop,
      DataPlane dataPlane,
      Endpoints endpoints,
      EngineRoom room,
      StateStore store,
      List<String> publicSeeds)
      throws IOException {
    List<String> peers = new ArrayList<>(config.underlay().seeds());
    peers.addAll(store.peers());
    OwnEndpoint self = surroundings.ownEndpoint();
    TrafficWatch watch =
        new TrafficWatch(room.engine(), dataPlane::bytesByPeer, room.node()::connect);
    loop.execute(
        () -> {
          room.start(endpoints, self, publicSeeds, peers);
          watch.start();
        });
    undo.push("stop the data plane", dataPlane::close);
    undo.push("stop the engine", loop::close);
    undo.push(
        "leave the group",
        () -> loop.call(() -> leave(room, endpoints)).get(LEAVE_SECONDS, TimeUnit.SECONDS));
    loop.start();
    dataPlane.start();
  }

  /** Null where multicast cannot be had, or the configuration turns it off. */
  private @Nullable LanFinder findNeighbours(
      NodeLoop loop, EngineRoom room, TlsSecurity security, BootClock bootClock) {
    if (!config.underlay().local().discovery()) {
      return null;
    }
    try {
      LanFinder finder =
          new LanFinder(
              machine.openLan(surroundings::isUsed),
              security,
              bootClock::now,
              () -> Endpoints.of(surroundings.ownEndpoint()),
              room.neighbours(loop));
      undo.push("stop looking for neighbours", finder::close);
      finder.start();
      return finder;
    } catch (IOException e) {
      LOG.warn("members in the same network are not looked for: {}", e.getMessage());
      return null;
    }
  }

  private void watchClock(GroupClock groupClock, Runnable onStep) {
    ClockWatch watch = new ClockWatch(groupClock, clock, new LinuxBootClock(), notices, onStep);
    undo.push("stop watching the clock", watch::close);
    watch.start();
  }

  private static boolean leave(EngineRoom room, Endpoints endpoints) {
    endpoints.rememberPeers();
    room.leave();
    return true;
  }

  private void startControl(Requests requests) throws IOException {
    Path run = directories.run();
    Files.createDirectories(run);
    control = ControlServer.start(directories.socket(config.name()), requests);
    undo.push("close the control socket", control::close);
  }

  /** Last but the state: whoever waits for the end of this client waits for this file to go. */
  private void removeSocket() throws IOException {
    if (control != null) {
      control.removeSocket();
    }
  }

  private PortalKeeper keeper(
      Membership membership,
      TlsSecurity security,
      NodeLoop loop,
      EngineRoom room,
      StateStore store,
      Clock groupClock) {
    @Nullable Duration configured = config.underlay().crlInterval();
    Duration interval =
        configured == null
            ? Duration.ofSeconds(membership.group().enrolment().crlIntervalSeconds())
            : configured;
    return new PortalKeeper(
        membership.enrolment(),
        membership.certificate(),
        surroundings::ownEndpoint,
        interval,
        groupClock,
        new PortalNews(security, loop, room, store, this::onRefused));
  }

  /** This machine is no member any more: whoever asks later is told so, too. */
  private void onRefused(String why) {
    try {
      String when = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      new Refusals(directories.run()).remember(config.name(), "revoked, " + when + ": " + why);
    } catch (IOException e) {
      LOG.warn("why this client ends is not remembered: {}", e.getMessage());
    }
    stop.accept(REFUSED);
  }

  /** A small file, and rarely: the engine can wait for it. */
  private void keep(RevocationList list, StateStore store, PeerIdentity self) {
    if (list.isRevoked(self.serial(), self.keyHash())) {
      onRefused(
          "revocation list %d, of %s, names this machine"
              .formatted(list.number(), Instant.ofEpochMilli(list.thisUpdateMillis())));
    }
    try {
      store.saveCrl(list.encoded());
      LOG.info("revocation list {} came from another member", list.number());
    } catch (IOException e) {
      LOG.warn("revocation list {} cannot be kept: {}", list.number(), e.getMessage());
    }
  }

  private void onFatal(Throwable cause) {
    LOG.error("the client cannot go on: {}", cause.toString());
    stop.accept(FAILED);
  }
}
