package net.groupvpn.overlay.handshake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import org.jspecify.annotations.Nullable;

/**
 * How many unfinished handshakes others may have begun, and who pays for each. A direct initiator
 * is known by its address. One that comes over a relay or an overlay only claims an identity; there
 * the carrier, whose session brought the frame, pays.
 */
public final class HalfOpenBudget {
  /** In total. */
  public static final int MAX_HALF_OPEN = 256;

  /** From this many on, a newcomer must prove its address before anything is stored for it. */
  public static final int LOADED_HALF_OPEN = 64;

  /** From one endpoint, or by one claimed source. */
  static final int MAX_PER_SOURCE = 4;

  /** From one address: many members may be behind one NAT. */
  public static final int MAX_PER_PREFIX = 64;

  /** Over all carriers; so half of the places are left for direct initiators. */
  public static final int MAX_CARRIED = MAX_HALF_OPEN / 2;

  /** Over one carrier. */
  public static final int MAX_PER_CARRIER = 32;

  /** From this many over one carrier on, its newcomers must prove their location. */
  public static final int LOADED_PER_CARRIER = 16;

  /** Begun per second over one carrier: each costs a key exchange. */
  static final int CARRIED_PER_SECOND = 16;

  private static final long CARRIED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / CARRIED_PER_SECOND;

  /** Burst of a quiet carrier, as the time that it takes to earn it. */
  private static final long CARRIED_BURST_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int MAX_CARRIERS = 1_024;

  /** A peer of the same realm, or of the public overlay, which has other IDs. */
  private record Carrier(boolean isPublic, NodeId peer) {}

  private final Map<Path, Integer> perSource = new HashMap<>();
  private final Map<NetworkPlace, Integer> perPrefix = new HashMap<>();
  private final Map<Carrier, Integer> perCarrier = new HashMap<>();

  /** Boot time until which each carrier has used up its allowance. */
  private final Map<Carrier, Long> spentUntilNanos = new HashMap<>();

  private int all;
  private int carried;

  /** Who pays for a handshake. */
  static final class Payer {
    private final Path source;
    private final @Nullable NetworkPlace prefix;
    private final @Nullable Carrier carrier;

    private Payer(Path source, @Nullable NetworkPlace prefix, @Nullable Carrier carrier) {
      this.source = source;
      this.prefix = prefix;
      this.carrier = carrier;
    }
  }

  /**
   * Finds out who pays.
   *
   * @param source the path without the parts that may change
   * @param carrier the peer that brought the frame; null if it came directly, or over a relay,
   *     which is its own carrier
   */
  static Payer payer(Path source, @Nullable NodeId carrier) {
    Endpoint endpoint = source.endpoint();
    NetworkPlace prefix = endpoint == null ? null : NetworkPlace.of(endpoint.address());
    NodeId by = source instanceof RelayPath relayed ? relayed.relay() : carrier;
    boolean isPublic = source instanceof PublicOverlayPath;
    return new Payer(source, prefix, by == null ? null : new Carrier(isPublic, by));
  }

  /** Whether there is no place left. */
  boolean isFull(Payer payer) {
    return all >= MAX_HALF_OPEN
        || count(perSource, payer.source) >= MAX_PER_SOURCE
        || count(perPrefix, payer.prefix) >= MAX_PER_PREFIX
        || count(perCarrier, payer.carrier) >= MAX_PER_CARRIER
        || (payer.carrier != null && carried >= MAX_CARRIED);
  }

  /** Whether only initiators with a proved location get a place. */
  boolean isLoaded(Payer payer) {
    return all >= LOADED_HALF_OPEN || count(perCarrier, payer.carrier) >= LOADED_PER_CARRIER;
  }

  /** Takes a place; false if the carrier has brought too many lately. */
  boolean take(Payer payer, long nowNanos) {
    if (payer.carrier != null && !isInTime(payer.carrier, nowNanos)) {
      return false;
    }
    all++;
    carried += payer.carrier == null ? 0 : 1;
    add(perSource, payer.source);
    add(perPrefix, payer.prefix);
    add(perCarrier, payer.carrier);
    return true;
  }

  private boolean isInTime(Carrier carrier, long nowNanos) {
    long spentUntil = Math.max(nowNanos, spentUntilNanos.getOrDefault(carrier, nowNanos));
    if (spentUntil - nowNanos > CARRIED_BURST_NANOS) {
      return false;
    }
    if (spentUntilNanos.size() >= MAX_CARRIERS) {
      spentUntilNanos.values().removeIf(until -> until <= nowNanos);
    }
    spentUntilNanos.put(carrier, spentUntil + CARRIED_EVERY_NANOS);
    return true;
  }

  /** Releases the place. */
  void giveBack(Payer payer) {
    all--;
    carried -= payer.carrier == null ? 0 : 1;
    remove(perSource, payer.source);
    remove(perPrefix, payer.prefix);
    remove(perCarrier, payer.carrier);
  }

  private static <K> int count(Map<K, Integer> counts, @Nullable K key) {
    return key == null ? 0 : counts.getOrDefault(key, 0);
  }

  private static <K> void add(Map<K, Integer> counts, @Nullable K key) {
    if (key != null) {
      counts.merge(key, 1, Integer::sum);
    }
  }

  private static <K> void remove(Map<K, Integer> counts, @Nullable K key) {
    if (key != null) {
      counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }
  }
}
