package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The keys that one replica knows something about; bounded. */
final class LeaseTable {
  static final int MAX_ENTRIES = 4_096;

  /**
   * A member's own address and name, those of 64 machines behind it, and some that are given back
   * or changed just now.
   */
  static final int MAX_PER_CLAIMANT = 144;

  /**
   * Limit for all machines of one member together: three members cannot leave the others without
   * room.
   */
  static final int MAX_PER_UNIT = MAX_ENTRIES / 4;

  private final LeaseTimes times;
  private final TreeMap<NodeId, LeaseEntry> entries = new TreeMap<>();

  LeaseTable(LeaseTimes times) {
    this.times = times;
  }

  @Nullable LeaseEntry find(NodeId key) {
    return entries.get(key);
  }

  /** The key's entry, created if needed; null if there is no room. */
  @Nullable LeaseEntry open(NodeId key, long now) {
    LeaseEntry entry = entries.get(key);
    if (entry != null) {
      return entry;
    }
    if (entries.size() >= MAX_ENTRIES) {
      entries.values().removeIf(old -> old.isIdle(now));
    }
    if (entries.size() >= MAX_ENTRIES) {
      return null;
    }
    LeaseEntry fresh = new LeaseEntry(key, now, times);
    entries.put(key, fresh);
    return fresh;
  }

  /** Whether {@code claimant} or its unit holds as much as it may, not counting {@code key}. */
  boolean isQuotaReached(NodeId claimant, NodeId unit, NodeId key, long now) {
    int ofClaimant = 0;
    int ofUnit = 0;
    for (LeaseEntry entry : entries.values()) {
      if (!entry.key.equals(key)) {
        ofClaimant += Objects.equals(claimant, entry.holder(now)) ? 1 : 0;
        ofUnit += Objects.equals(unit, entry.holderUnit(now)) ? 1 : 0;
      }
    }
    return ofClaimant >= MAX_PER_CLAIMANT || ofUnit >= MAX_PER_UNIT;
  }

  /** Forgets entries that have been idle for so long that no earlier claim can be in force. */
  void sweep(long now) {
    entries
        .values()
        .removeIf(e -> e.isIdle(now) && now - e.lastChangeNanos() > 2 * times.leaseNanos());
  }

  List<LeaseEntry> all() {
    return List.copyOf(entries.values());
  }

  int size() {
    return entries.size();
  }
}
