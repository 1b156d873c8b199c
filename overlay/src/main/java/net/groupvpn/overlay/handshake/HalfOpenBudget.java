package net.groupvpn.overlay.handshake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressPrefix;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import org.jspecify.annotations.Nullable;

/**
 * How many handshakes others may have begun and not finished, and who pays for each. Whoever comes
 * straight is known by its address. Whoever comes over a relay or an overlay merely claims to be
 * somebody; there the peer pays whose session brought the frame.
 */
public final class HalfOpenBudget {
  /** In all. */
  public static final int MAX_HALF_OPEN = 256;

  /** From so many on a newcomer must prove where it is before anything is kept for it. */
  public static final int LOADED_HALF_OPEN = 64;

  /** From one endpoint, or by one source that is claimed. */
  static final int MAX_PER_SOURCE = 4;

  /** From one address: many members may be behind one NAT. */
  public static final int MAX_PER_PREFIX = 64;

  /** Brought by all carriers; so half of the places are left for those who come straight. */
  public static final int MAX_CARRIED = MAX_HALF_OPEN / 2;

  /** Brought by one carrier. */
  public static final int MAX_PER_CARRIER = 32;

  /** From so many of one carrier on, newcomers that it brings must prove where they are. */
  public static final int LOADED_PER_CARRIER = 16;

  /** Begun per second by way of one carrier: each costs a key exchange. */
  static final int CARRIED_PER_SECOND = 16;

  private static final long CARRIED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / CARRIED_PER_SECOND;

  /** What a carrier that was quiet may bring at once, as the time that it takes to earn that. */
  private static final long CARRIED_BURST_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int MAX_CARRIERS = 1_024;

  /** A peer of the same realm, or of the public overlay, whose IDs are others. */
  private record Carrier(boolean isPublic, NodeId peer) {}

  private final Map<Path, Integer> perSource = new HashMap<>();
  private final Map<AddressPrefix, Integer> perPrefix = new HashMap<>();
  private final Map<Carrier, Integer> perCarrier = new HashMap<>();

  /** Boot time until which each has used up what it may bring. */
  private final Map<Carrier, Long> spentUntilNanos = new HashMap<>();

  private int all;
  private int carried;

  /** Who pays for a handshake. */
  static final class Payer {
    private final Path source;
    private final @Nullable AddressPrefix prefix;
    private final @Nullable Carrier carrier;

    private Payer(Path source, @Nullable AddressPrefix prefix, @Nullable Carrier carrier) {
      this.source = source;
      this.prefix = prefix;
      this.carrier = carrier;
    }
  }

  /**
   * Finds out who pays.
   *
   * @param source the path without what may change meanwhile
   * @param carrier who brought the frame; null if it came straight, or over a relay, which is its
   *     own carrier
   */
  static Payer payer(Path source, @Nullable NodeId carrier) {
    Endpoint endpoint = source.endpoint();
    AddressPrefix prefix = endpoint == null ? null : AddressPrefix.of(endpoint.address());
    NodeId by = source instanceof RelayPath relayed ? relayed.relay() : carrier;
    boolean isPublic = source instanceof PublicOverlayPath;
    return new Payer(source, prefix, by == null ? null : new Carrier(isPublic, by));
  }

  /** Whether there is no place for one more. */
  boolean isFull(Payer payer) {
    return all >= MAX_HALF_OPEN
        || count(perSource, payer.source) >= MAX_PER_SOURCE
        || count(perPrefix, payer.prefix) >= MAX_PER_PREFIX
        || count(perCarrier, payer.carrier) >= MAX_PER_CARRIER
        || (payer.carrier != null && carried >= MAX_CARRIED);
  }

  /** Whether only those get a place who have proved where they are. */
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

  /** Gives it back. */
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
