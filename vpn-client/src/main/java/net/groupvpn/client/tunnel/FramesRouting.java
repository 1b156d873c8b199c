package net.groupvpn.client.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.FrameWays;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.UnderlayLook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By half default routes; the client sends its own datagrams as Ethernet frames to the LAN's
 * router, and takes the answers off the network card. No route leads to any peer, so that what
 * programs send to a peer's own address goes through the tunnel, too.
 */
final class FramesRouting implements Routing {
  private static final Logger LOG = LoggerFactory.getLogger(FramesRouting.class);

  /** Between two looks for the router's Ethernet address. */
  private static final long LOOK_SECONDS = 2;

  private final UnderlayLook look;
  private final Bypass bypass;
  private final RouterNeighbours neighbours;
  private UplinkNetworks underlay = UplinkNetworks.NONE;
  private Set<InetAddress> own = Set.of();
  private boolean isClosed;
  private @Nullable ScheduledExecutorService upkeep;
  private String problem = "";

  FramesRouting(UnderlayLook look, Bypass bypass, RouterNeighbours neighbours) {
    this.look = look;
    this.bypass = bypass;
    this.neighbours = neighbours;
  }

  @Override
  public RoutingMode mode() {
    return RoutingMode.FRAMES;
  }

  @Override
  public synchronized void begin(TunnelPlan plan, List<Family> families) throws IOException {
    isClosed = plan.ipv4() == null && plan.ipv6() == null;
    if (isClosed) {
      return;
    }
    Set<String> tunnels = new HashSet<>(plan.otherDevices());
    tunnels.add(plan.device());
    underlay = neighbours.ofOneCard(look.look(tunnels));
    own = look.addressesOf(FrameWays.way(underlay));
    bypass.byFrames(neighbours.find(underlay, own));
    if (upkeep == null) {
      upkeep = Executors.newSingleThreadScheduledExecutor(FramesRouting::thread);
      var unused =
          upkeep.scheduleWithFixedDelay(this::keep, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "neighbours");
    thread.setDaemon(true);
    return thread;
  }

  /** The router may be another, or have another card. */
  private synchronized void keep() {
    if (upkeep == null || isClosed) {
      return;
    }
    try {
      bypass.byFrames(neighbours.find(underlay, own));
      problem = "";
    } catch (IOException | RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(problem)) {
        LOG.warn("the LAN's router is not found: {}", message);
      }
      problem = message;
    }
  }

  @Override
  public List<SystemChange> changes(TunnelPlan plan, Family family) {
    return HalfRoutes.of(plan, family);
  }

  @Override
  public synchronized void onMade(List<SystemChange> made) {
    if (isClosed) {
      end();
    }
  }

  @Override
  public boolean isNeeded(SystemChange change) {
    return HalfRoutes.isNeeded(change);
  }

  @Override
  public synchronized void end() {
    if (upkeep != null) {
      upkeep.shutdown();
      upkeep = null;
    }
    bypass.end();
    underlay = UplinkNetworks.NONE;
  }

  @Override
  public synchronized void report(ObjectNode into) {
    into.put("router_problem", problem.isEmpty() ? null : problem);
    into.put("frames_dropped", bypass.droppedFrames());
  }
}
