package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.ExitTarget;
import net.groupvpn.client.dataplane.PeerTraffic;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.SocketMark;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.gateway.GatewayClient;
import net.groupvpn.gateway.GatewayLoads;
import net.groupvpn.gateway.GatewayOffer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine's Internet traffic through one of the group's gateways, while that is wanted. */
public final class ExitPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(ExitPart.class);

  /** Long enough to answer a captive portal, and too short to be forgotten for a day. */
  private static final Duration MAX_PAUSE = Duration.ofHours(1);

  /** The notice that nobody knows what is wanted. */
  private static final String UNKNOWN = "exit_node_unknown";

  private final Notices notices;
  private final Clock clock;
  private final EngineRoom room;
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final ExitSwitch exits;
  private final GatewayLoads loads;
  private final GatewayClient gateways;
  private final ExitNames names;
  private final TunnelKeeper tunnel;
  private final ExitWish kept;
  private final String ownDevice;

  /** What is wanted and what is the case; replaced whole, on the engine's thread. */
  private volatile State state = new State(ExitWish.Kept.of(Exit.OFF), null);

  private volatile Instant pausedUntil = Instant.EPOCH;
  private final ExitTraffic traffic = new ExitTraffic();

  private record State(ExitWish.Kept wish, @Nullable NodeId gateway) {}

  private ExitPart(
      ClientContext context,
      MembershipPart membership,
      EnginePart engine,
      DataPlanePart packets,
      TunnelKeeper tunnel,
      ExitWish kept) {
    this.notices = context.notices();
    this.clock = context.clock();
    this.tunnel = tunnel;
    this.kept = kept;
    this.ownDevice = context.config().device().interfaceName();
    this.room = engine.room();
    this.loop = engine.loop();
    this.dataPlane = packets.dataPlane();
    this.exits = packets.exits();
    this.loads = new GatewayLoads(room.node(), room.engine());
    this.gateways =
        new GatewayClient(
            room.node(),
            room.engine(),
            membership.membership().group().groupId(),
            new GatewayMembers(membership.membership().policy()),
            loads,
            this::ping,
            this::onGateway);
    this.names =
        new ExitNames(
            room.engine(),
            room.services().directory(),
            membership.suffix(),
            nodes -> gateways.use(nodes));
    room.services().setOutsideNames(tunnel.names());
    // If the engine is too busy for it, the next ping judges by the new policy.
    membership.membership().policy().onChange(newer -> loop.execute(gateways::onPolicy));
    engine.bridge().connect((gateway, sequence) -> gateways.onPong(gateway, sequence));
  }

  /**
   * Starts as the user has wished last, or else as the configuration says. The machine is closed,
   * if that is wanted, before this returns.
   */
  public static ExitPart start(
      ClientContext context,
      KillSwitchPart killSwitch,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      DataPlanePart packets)
      throws IOException {
    TunnelKeeper tunnel =
        new TunnelKeeper(
            killSwitch.tunnel(),
            new TunnelPlans(
                device.deviceName(),
                membership.network(),
                device.hasIpv6()
                    ? membership.network().addressOf(membership.security().nodeId())
                    : null,
                context.config().tunnel().routing()),
            () ->
                context.machine().sockets() instanceof SocketMark sockets
                    ? sockets.problem()
                    : null,
            context.notices(),
            membership.clock()::bootNanos,
            TunnelKeeper.oneThread());
    ExitPart part = new ExitPart(context, membership, engine, packets, tunnel, killSwitch.kept());
    ExitWish.Kept wish = killSwitch.wish();
    tunnel.want(wish.isOn());
    device.addresses().watch(tunnel::onAddress);
    killSwitch.peers().watch(() -> tunnel.refresh(TunnelKeeper.SETTLE_SECONDS));
    engine.bridge().connect(killSwitch.peers());
    if (!wish.problem().isEmpty()) {
      context.notices().raise(UNKNOWN, wish.problem());
    }
    if (!part.loop.execute(() -> part.follow(wish))) {
      throw new IOException("the engine takes no command, although it has not begun");
    }
    return part;
  }

  /**
   * From now on this is wanted, also after a restart; any thread but the engine's.
   *
   * @throws IOException if it cannot be kept; then nothing changes
   * @throws ControlException if the engine does not answer; the machine is then as closed as it
   *     was, or as it is to be
   */
  public synchronized void wish(Exit wish) throws IOException, ControlException {
    if (wish.isOn()) {
      tunnel.check();
    }
    kept.save(wish);
    if (wish.isOn()) {
      tunnel.want(true);
    }
    boolean unused = Ask.now(loop, () -> follow(ExitWish.Kept.of(wish)));
    if (!wish.isOn()) {
      tunnel.want(false);
    }
    notices.clear(UNKNOWN);
  }

  /**
   * Everything goes in the open for so long, then through the tunnel again; any thread but the
   * engine's.
   *
   * @return when it ends
   * @throws ControlException if no tunnel is wanted, or it is too long
   */
  public synchronized Instant pause(Duration length) throws ControlException {
    if (!wish().isOn()) {
      throw new ControlException("not_on", "there is no full tunnel to pause: it is not wanted");
    }
    if (length.compareTo(MAX_PAUSE) > 0 || length.isZero() || length.isNegative()) {
      throw new ControlException(
          "bad_request", "a pause lasts from 1 s to " + MAX_PAUSE.toMinutes() + " min");
    }
    Instant end = clock.instant().plus(length).truncatedTo(ChronoUnit.SECONDS);
    tunnel.pause(
        length,
        "THE FULL TUNNEL IS PAUSED: everything leaves IN THE OPEN until "
            + end
            + "; end that with: groupvpn exit-node resume");
    pausedUntil = end;
    return end;
  }

  /** Ends a pause early. */
  public synchronized void resume() throws ControlException {
    if (!tunnel.isPaused()) {
      throw new ControlException("not_paused", "the full tunnel is not paused");
    }
    tunnel.endPause();
  }

  private boolean follow(ExitWish.Kept wish) {
    state = new State(wish, null);
    gateways.stop();
    exits.use(null);
    tunnel.use(null);
    boolean usesGateway = wish.usesGateway();
    List<String> wanted = wish.exit().names();
    names.follow(usesGateway ? wanted : List.of());
    if (usesGateway) {
      LOG.info("Internet traffic is to go through a gateway");
      if (wanted.isEmpty()) {
        gateways.use(List.of());
      }
      watchTraffic();
    } else {
      room.engine().cancelTimer(TimerName.GATEWAY_TRAFFIC, this);
    }
    return usesGateway;
  }

  private void ping(NodeId gateway, GatewayOffer offer, int sequence) {
    dataPlane.ping(gateway, new ExitTarget(offer.probe4(), offer.probe6()), sequence);
  }

  private void onGateway(@Nullable NodeId gateway, @Nullable GatewayOffer offer) {
    state = new State(state.wish(), gateway);
    exits.use(gateway);
    tunnel.use(offer);
    if (gateway == null) {
      LOG.warn("no gateway works: nothing leaves for the Internet");
    } else {
      LOG.info("Internet traffic goes through {} now", nameOf(gateway));
    }
  }

  private String nameOf(NodeId gateway) {
    String name = room.services().nameOf(gateway);
    return name.isEmpty() ? gateway.toString() : name;
  }

  private void watchTraffic() {
    Engine engine = room.engine();
    NodeId gateway = state.gateway();
    PeerTraffic through = gateway == null ? null : dataPlane.traffic().get(gateway);
    gateways.setBusy(
        through != null && traffic.isBusy(through.sentBytes(), through.receivedBytes()));
    engine.setTimer(
        TimerName.GATEWAY_TRAFFIC, this, ExitTraffic.WINDOW_NANOS, now -> watchTraffic());
  }

  /**
   * One gateway for people.
   *
   * @param name as far as it is known
   */
  public record Known(GatewayClient.Entry entry, String name) {}

  /** All gateways that there are, after a fresh look; blocks until that is done. */
  public List<Known> look(long timeoutMillis) throws ControlException {
    List<Known> found =
        Ask.later(
            loop, timeoutMillis, done -> gateways.look(entries -> done.accept(named(entries))));
    return found == null ? List.of() : found;
  }

  private List<Known> named(List<GatewayClient.Entry> entries) {
    return entries.stream()
        .map(entry -> new Known(entry, room.services().nameOf(entry.node())))
        .toList();
  }

  DataPlane dataPlane() {
    return dataPlane;
  }

  ExitSwitch exits() {
    return exits;
  }

  /** How loaded gateways are, this machine too if it is one. Engine thread. */
  GatewayLoads loads() {
    return loads;
  }

  /** Whether traffic is to go through a gateway, and which ones are wished for. */
  public Exit wish() {
    return state.wish().exit();
  }

  @Override
  public String name() {
    return "exit node";
  }

  @Override
  public void report(Status status) throws ControlException {
    State now = state;
    if (!now.wish().isOn()) {
      return;
    }
    NodeId gateway = now.gateway();
    ObjectNode fields = status.fields().putObject("exit_node");
    tunnel.report(fields.putObject("tunnel"));
    status.count("", tunnel.counters());
    if (tunnel.isPaused()) {
      fields.put("state", "paused").put("paused_until", pausedUntil.toString());
      return;
    }
    if (!now.wish().usesGateway()) {
      fields.put("state", "closed").put("why", now.wish().problem());
      return;
    }
    fields.put("state", gateway == null ? "no_gateway" : "up");
    fields.put("node", gateway == null ? null : gateway.toHex());
    fields.put("name", gateway == null ? null : Ask.now(loop, () -> nameOf(gateway)));
  }

  /** The user ends the client, so that nothing stays closed. */
  public void release() {
    tunnel.release();
  }

  @Override
  public void onDevices(MachineDevices devices) {
    tunnel.onOtherDevices(
        devices.devices().stream()
            .map(NetDevice::name)
            .filter(name -> devices.isGroups(name) && !name.equals(ownDevice))
            .collect(Collectors.toSet()));
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    tunnel.refresh(0);
  }

  @Override
  public void end() {
    exits.use(null);
    tunnel.close();
  }
}
