package net.groupvpn.client.part;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.ExitTarget;
import net.groupvpn.client.dataplane.PeerTraffic;
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
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** Less in a second is pings and what a machine says when nobody uses it. */
  private static final long BUSY_BYTES = 2_000;

  private final EngineRoom room;
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final ExitSwitch exits;
  private final GatewayLoads loads;
  private final GatewayClient gateways;
  private final ExitNames names;
  private final TunnelKeeper tunnel;
  private final ExitWish kept;

  /** What is wanted and what is the case; replaced whole, on the engine's thread. */
  private volatile State state = new State(Exit.OFF, null, null);

  private long seenBytes;

  private record State(Exit wish, @Nullable NodeId gateway, @Nullable GatewayOffer offer) {}

  private ExitPart(
      MembershipPart membership,
      EnginePart engine,
      DataPlanePart packets,
      TunnelKeeper tunnel,
      ExitWish kept) {
    this.tunnel = tunnel;
    this.kept = kept;
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
    engine.bridge().connect((gateway, sequence) -> gateways.onPong(gateway, sequence));
  }

  /** Starts as the user has wished last, or else as the configuration says. */
  public static ExitPart start(
      ClientContext context,
      StatePart state,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      DataPlanePart packets,
      ResolverPart resolver) {
    TunnelKeeper tunnel = TunnelKeeper.create(context, membership, device, resolver);
    ExitWish kept = new ExitWish(state.store());
    ExitPart part = new ExitPart(membership, engine, packets, tunnel, kept);
    Exit wish = kept.load(context.config().tunnel().exit());
    part.loop.execute(() -> part.onWish(wish));
    return part;
  }

  /**
   * From now on this is wanted, also after a restart; any thread.
   *
   * @throws IOException if it cannot be kept; then nothing changes
   */
  public void wish(Exit wish) throws IOException {
    if (wish.isOn()) {
      tunnel.check();
    }
    kept.save(wish);
    loop.execute(() -> onWish(wish));
  }

  private void onWish(Exit wish) {
    state = new State(wish, null, null);
    gateways.stop();
    exits.use(null);
    tunnel.want(wish.isOn());
    names.follow(wish.isOn() ? wish.names() : List.of());
    if (wish.isOn()) {
      LOG.info("Internet traffic is to go through a gateway");
      if (wish.names().isEmpty()) {
        gateways.use(List.of());
      }
      watchTraffic();
    } else {
      room.engine().cancelTimer(TimerName.GATEWAY_TRAFFIC, this);
    }
  }

  private void ping(NodeId gateway, GatewayOffer offer, int sequence) {
    dataPlane.ping(gateway, new ExitTarget(offer.probe4(), offer.probe6()), sequence);
  }

  private void onGateway(@Nullable NodeId gateway, @Nullable GatewayOffer offer) {
    state = new State(state.wish(), gateway, offer);
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
    Map<NodeId, PeerTraffic> traffic = gateway == null ? Map.of() : dataPlane.traffic();
    PeerTraffic through = gateway == null ? null : traffic.get(gateway);
    long bytes = through == null ? 0 : through.sentBytes() + through.receivedBytes();
    gateways.setBusy(bytes - seenBytes >= BUSY_BYTES);
    seenBytes = bytes;
    engine.setTimer(TimerName.GATEWAY_TRAFFIC, this, SECOND_NANOS, now -> watchTraffic());
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
    return state.wish();
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
    var fields = status.fields().putObject("exit_node");
    tunnel.report(fields.putObject("tunnel"));
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
    tunnel.onDevices(devices);
  }

  @Override
  public void end() throws InterruptedException {
    exits.use(null);
    tunnel.close();
  }
}
