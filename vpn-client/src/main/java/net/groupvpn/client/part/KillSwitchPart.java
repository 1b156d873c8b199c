package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.ExemptPeers;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.RepairWatch;
import net.groupvpn.client.tunnel.RoutingModes;
import net.groupvpn.client.tunnel.TunnelPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full tunnel of a client, closed as soon as the client's state is read, if one is wanted:
 * before anything that an earlier client has left is taken back, and before anything else. No
 * program sends in the open while the client starts, or if it cannot. What fails is tried again. A
 * machine that has never been enrolled stays open until it is: it must find the portal first.
 */
public final class KillSwitchPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(KillSwitchPart.class);
  private static final Path PROC = Path.of("/proc");

  /** The notice that programs may send in the open. */
  private static final String OPEN = "kill_switch_open";

  private final FullTunnel tunnel;
  private final ExemptPeers peers;
  private final ExitWish kept;
  private final ExitWish.Kept wish;
  private final LateResolver resolver;
  private final @Nullable RepairWatch watch;

  /** Until the resolver is there, nobody is told whom to ask. */
  private static final class LateResolver implements FullTunnel.Names {
    private volatile @Nullable ResolverPart part;

    @Override
    public void askForAll(boolean all) {
      ResolverPart started = part;
      if (started != null) {
        started.askForAll(all);
      }
    }
  }

  private KillSwitchPart(
      FullTunnel tunnel,
      ExemptPeers peers,
      ExitWish kept,
      ExitWish.Kept wish,
      LateResolver resolver,
      @Nullable RepairWatch watch) {
    this.tunnel = tunnel;
    this.peers = peers;
    this.kept = kept;
    this.wish = wish;
    this.resolver = resolver;
    this.watch = watch;
  }

  /** Closes the machine if a full tunnel is wanted. What fails is told, and tried again. */
  public static KillSwitchPart start(ClientContext context, StatePart state) {
    LateResolver resolver = new LateResolver();
    ExemptPeers peers = new ExemptPeers();
    FullTunnel tunnel =
        new FullTunnel(
            context.config().name(),
            context.setup(),
            new SystemLook(context.machine().questions(), PROC),
            () -> context.surroundings().inner(),
            Files.exists(PROC.resolve("sys/net/ipv6")),
            resolver,
            modes(context.machine(), peers));
    ExitWish kept = new ExitWish(state.store().exitNode());
    ExitWish.Kept wish = kept.load(context.config().tunnel().exit());
    if (wish.isOn() && state.store().isEnrolled()) {
      close(context, tunnel);
    }
    return new KillSwitchPart(tunnel, peers, kept, wish, resolver, watch(context, tunnel));
  }

  private static RoutingModes modes(Machine machine, ExemptPeers peers) {
    return RoutingModes.of(
        machine.questions(), machine.devices(), machine.bypass(), peers, machine.sockets());
  }

  private static void close(ClientContext context, FullTunnel tunnel) {
    String own = context.config().device().interfaceName();
    try {
      tunnel.close(
          TunnelPlan.closed(own, otherGroups(context, own), context.config().tunnel().routing()));
    } catch (IOException e) {
      tellOpen(context, e);
    }
  }

  private static void tellOpen(ClientContext context, IOException why) {
    context
        .notices()
        .raise(
            OPEN,
            "A FULL TUNNEL IS WANTED, AND PROGRAMS SEND IN THE OPEN, trying again: "
                + why.getMessage());
  }

  private static Set<String> otherGroups(ClientContext context, String own) {
    try {
      return context.machine().devices().list().stream()
          .filter(device -> device.isGroups() && !device.name().equals(own))
          .map(NetDevice::name)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      LOG.warn("other groups of this machine are shut out at first: {}", e.getMessage());
      return Set.of();
    }
  }

  private static @Nullable RepairWatch watch(ClientContext context, FullTunnel tunnel) {
    try {
      RepairWatch watch =
          new RepairWatch(
              "the full tunnel",
              context.machine().ruleEvents(),
              () -> repair(context, tunnel),
              new LinuxBootClock(),
              () -> NetworkManagers.changingRules(PROC));
      watch.start();
      return watch;
    } catch (IOException e) {
      LOG.warn("what others change of a full tunnel is not noticed: {}", e.getMessage());
      return null;
    }
  }

  static List<String> repair(ClientContext context, FullTunnel tunnel) throws IOException {
    try {
      List<String> wrong = tunnel.repair();
      context.notices().clear(OPEN);
      return wrong;
    } catch (IOException e) {
      if (tunnel.isLeaking()) {
        tellOpen(context, e);
      }
      throw e;
    }
  }

  /** The tunnel, closed or not there. */
  FullTunnel tunnel() {
    return tunnel;
  }

  /** Whether nothing leaves this machine but through the tunnel, and what the client marks. */
  boolean isClosed() {
    FullTunnel.State state = tunnel.state();
    return state == FullTunnel.State.CLOSED || state == FullTunnel.State.ON;
  }

  /** The members that the tunnel's routing mode may have to know. */
  ExemptPeers peers() {
    return peers;
  }

  /** Where the user's wishes are kept. */
  ExitWish kept() {
    return kept;
  }

  /** What was wanted when the client started. */
  ExitWish.Kept wish() {
    return wish;
  }

  /** From now on this machine's resolver follows the tunnel. */
  public void connect(ResolverPart started) {
    resolver.part = started;
  }

  @Override
  public String name() {
    return "kill switch";
  }

  @Override
  public void end() {
    if (watch != null) {
      watch.close();
    }
  }
}
