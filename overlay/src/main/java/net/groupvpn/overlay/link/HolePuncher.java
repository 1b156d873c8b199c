package net.groupvpn.overlay.link;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * The birthday approach, for two ends of which exactly one is behind a symmetric NAT, which maps
 * each destination to another port. That end sends to the other from {@value #SOURCES} sockets,
 * which opens as many ports; the other end sends to random ports of that NAT ("knocks"). With
 * {@value #SOURCES} ports open of the 64,512 that such NATs use, n knocks hit one with probability
 * 1 - (1 - 256/64512)^n: 64 % for 256, 87 % for 512, 98 % for the {@value #KNOCKS} that are sent.
 * If the NAT seems to number its ports, the next ones are tried first.
 */
final class HolePuncher {
  /** Sockets of the symmetric end. */
  static final int SOURCES = 256;

  /** Ports that the other end tries. */
  static final int KNOCKS = 1_024;

  /** Most peers with which this runs at the same time. */
  static final int MAX_PEERS = 2;

  /** Runs against one address per minute: whoever names the address may not be there. */
  static final int MAX_PER_ADDRESS = 4;

  /** This many knocks go to predicted ports, if there are any. */
  static final int PREDICTED_KNOCKS = 128;

  static final int FIRST_PORT = 1_024;
  private static final int PORTS = 65_536;
  private static final int SOURCES_AT_ONCE = 32;
  private static final int KNOCKS_AT_ONCE = 4;
  private static final long SOURCES_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long KNOCKS_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** One end's part in a run. */
  private static final class Effort {
    private final boolean scatters;
    private final Endpoint outside;
    private int expectedPort;
    private int left;

    /**
     * {@code expectedPort}: the first port to knock at, followed by the next ones; 0 for random
     * ports.
     */
    Effort(boolean scatters, Endpoint outside, int expectedPort) {
      this.scatters = scatters;
      this.outside = outside;
      this.expectedPort = expectedPort;
      this.left = scatters ? SOURCES : KNOCKS;
    }
  }

  private final Engine engine;
  private final Sessions sessions;
  private final Supplier<MappingBehaviour> ownMapping;
  private final Map<NodeId, Effort> efforts = new LinkedHashMap<>();
  private final Map<NetworkPlace, Integer> inMinute = new HashMap<>();
  private long minuteNanos = Long.MIN_VALUE / 2;
  private boolean enabled;

  HolePuncher(Engine engine, Sessions sessions, Supplier<MappingBehaviour> ownMapping) {
    this.engine = engine;
    this.sessions = sessions;
    this.ownMapping = ownMapping;
  }

  void enable() {
    enabled = true;
  }

  /** Whether both ends are behind symmetric NATs. */
  boolean isHopeless(Offer offer) {
    return ownMapping.get() == MappingBehaviour.ENDPOINT_DEPENDENT && offer.isSymmetric();
  }

  /** Starts this end's part, unless the case does not apply or a run is under way. */
  void punch(NodeId peer, Offer offer) {
    boolean symmetric = ownMapping.get() == MappingBehaviour.ENDPOINT_DEPENDENT;
    Endpoint outside = offer.outside();
    if (!enabled || outside == null || symmetric == offer.isSymmetric()) {
      return;
    }
    if (efforts.containsKey(peer) || efforts.size() >= MAX_PEERS || !admit(outside)) {
      engine.counters().increment(OverlayCounter.LINK_PUNCH_POSTPONED);
      return;
    }
    engine
        .counters()
        .increment(
            symmetric ? OverlayCounter.LINK_PUNCH_SCATTERED : OverlayCounter.LINK_PUNCH_KNOCKED);
    efforts.put(peer, new Effort(symmetric, outside, PortPrediction.next(offer, outside)));
    go(peer);
  }

  private boolean admit(Endpoint outside) {
    long now = engine.now().bootNanos();
    if (now - minuteNanos >= MINUTE_NANOS) {
      minuteNanos = now;
      inMinute.clear();
    }
    return inMinute.merge(NetworkPlace.of(outside.address()), 1, Integer::sum) <= MAX_PER_ADDRESS;
  }

  /** There is a direct path, or the session is over. */
  void stop(NodeId peer) {
    Effort effort = efforts.remove(peer);
    if (effort != null) {
      engine.cancelTimer(TimerName.LINK_PUNCH, peer);
    }
  }

  private void go(NodeId peer) {
    @Nullable Session session = sessions.find(peer);
    Effort effort = efforts.get(peer);
    if (effort == null || session == null || Prober.isDirect(session) || effort.left == 0) {
      efforts.remove(peer);
    } else if (effort.scatters) {
      int count = Math.min(SOURCES_AT_ONCE, effort.left);
      effort.left -= count;
      session.scatter(effort.outside, count);
      engine.setTimer(TimerName.LINK_PUNCH, peer, SOURCES_PACE_NANOS, now -> go(peer));
    } else {
      for (int i = 0; i < KNOCKS_AT_ONCE; i++) {
        effort.left--;
        session.knock(new DirectPath(new Endpoint(effort.outside.address(), port(effort))));
      }
      engine.setTimer(TimerName.LINK_PUNCH, peer, KNOCKS_PACE_NANOS, now -> go(peer));
    }
  }

  /** Predicted ports come first. */
  private int port(Effort effort) {
    boolean isPredicted =
        effort.expectedPort > 0
            && effort.expectedPort < PORTS
            && effort.left >= KNOCKS - PREDICTED_KNOCKS;
    return isPredicted ? effort.expectedPort++ : engine.random().nextInt(FIRST_PORT, PORTS);
  }
}
