package net.groupvpn.client.part;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.config.ClientConfig.Relaying;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.PacketCount;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.relay.AgeSelection;
import net.groupvpn.overlay.relay.LatencySelection;
import net.groupvpn.overlay.relay.ListedSelection;
import net.groupvpn.overlay.relay.RandomSelection;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.relay.RelaySelection;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.Role;
import net.groupvpn.overlay.time.TimerName;

/**
 * Tells the engine how this client relays and chooses relays, and periodically the relaying load of
 * its data plane. Engine thread.
 */
final class RelaySetup {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long HUNDRED_PERCENT = 100;

  private final Engine engine;
  private final RelayManager relays;
  private final DataPlane dataPlane;
  private long seenBytes;

  RelaySetup(Engine engine, RelayManager relays, DataPlane dataPlane) {
    this.engine = engine;
    this.relays = relays;
    this.dataPlane = dataPlane;
  }

  /** Whether both the configuration and the certificate allow it. */
  static boolean mayRelay(Relaying relaying, PeerIdentity self) {
    return relaying.willing() && !self.roles().contains(Role.NO_RELAY);
  }

  /** {@code willing} is whether both the configuration and the certificate allow it. */
  void start(Relaying relaying, boolean willing) {
    relays.setWilling(willing);
    relays.setSelection(selection(relaying));
    lookLater();
  }

  private static RelaySelection selection(Relaying relaying) {
    return switch (relaying.choice()) {
      case LATENCY -> new LatencySelection();
      case AGE -> new AgeSelection();
      case RANDOM -> new RandomSelection(new SecureRandom());
      case LISTED -> new ListedSelection(relaying.listed());
    };
  }

  private void lookLater() {
    engine.setTimer(TimerName.RELAY_LOAD, this, PERIOD_NANOS, now -> look());
  }

  private void look() {
    long bytes = dataPlane.count(PacketCount.RELAYED_BYTES);
    long most = DataPlane.RELAYED_BYTES_PER_SECOND * TimeUnit.NANOSECONDS.toSeconds(PERIOD_NANOS);
    relays.setLoad((int) Math.min(HUNDRED_PERCENT, HUNDRED_PERCENT * (bytes - seenBytes) / most));
    seenBytes = bytes;
    lookLater();
  }
}
