package net.groupvpn.dhcpdns.address;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;

/**
 * Finds the owners of leases by quorum and caches the answers for a while, including "nobody", but
 * not beyond the next join: a node that was alone had nobody else to ask. Equal questions are asked
 * once. Engine thread only.
 */
public final class LeaseCache {
  /** Most answers kept; the oldest goes first. */
  public static final int MAX_ENTRIES = 4_096;

  /** Most questions under way. */
  public static final int MAX_PENDING = 256;

  /** Most callers that wait for one question. */
  public static final int MAX_WAITERS = 64;

  /** How long "nobody" is cached. */
  public static final long NEGATIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long "not known" is cached, so that not every packet asks again; also the shortest time for
   * any answer.
   */
  public static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Entry(Finding<LeaseView> finding, long receivedNanos, long expiryNanos) {}

  private final Map<NodeId, Entry> entries = new LinkedHashMap<>();
  private final Map<NodeId, List<Consumer<Finding<LeaseView>>>> pending = new LinkedHashMap<>();
  private final Overlay overlay;
  private final Engine engine;
  private final long maxAgeNanos;

  /** {@code maxAgeNanos} limits how long an owner is cached, in addition to the lease itself. */
  public LeaseCache(Overlay overlay, Engine engine, long maxAgeNanos) {
    this.overlay = overlay;
    this.engine = engine;
    this.maxAgeNanos = maxAgeNanos;
    overlay.addListener(
        new Overlay.Listener() {
          @Override
          public void onJoined() {
            entries.values().removeIf(entry -> entry.finding.found() == null);
          }
        });
  }

  /** Finds the owner of {@code key}, possibly at once. */
  public void find(NodeId key, Consumer<Finding<LeaseView>> done) {
    Entry known = entries.get(key);
    if (known != null && known.expiryNanos - nowNanos() > 0) {
      done.accept(aged(known));
    } else {
      findFresh(key, done);
    }
  }

  /** As {@link #find}, but ignores a cached answer. */
  public void findFresh(NodeId key, Consumer<Finding<LeaseView>> done) {
    List<Consumer<Finding<LeaseView>>> waiters = pending.get(key);
    if (waiters != null && waiters.size() < MAX_WAITERS) {
      waiters.add(done);
    } else if (waiters != null || pending.size() >= MAX_PENDING || !overlay.isJoined()) {
      engine.counters().increment(ServiceCounter.DROPPED_LEASE_LOOKUP);
      done.accept(Finding.unknown());
    } else {
      ask(key, done);
    }
  }

  /** Drops the cached answer about {@code key}, which may be outdated. */
  public void forget(NodeId key) {
    entries.remove(key);
  }

  private void ask(NodeId key, Consumer<Finding<LeaseView>> done) {
    List<Consumer<Finding<LeaseView>>> waiters = new ArrayList<>();
    waiters.add(done);
    pending.put(key, waiters);
    overlay.dht().findLease(key, finding -> onAnswer(key, finding));
  }

  private void onAnswer(NodeId key, Finding<LeaseView> finding) {
    remember(key, finding);
    List<Consumer<Finding<LeaseView>>> waiters = pending.remove(key);
    if (waiters != null) {
      waiters.forEach(waiter -> waiter.accept(finding));
    }
  }

  private void remember(NodeId key, Finding<LeaseView> finding) {
    entries.remove(key);
    if (entries.size() >= MAX_ENTRIES) {
      Iterator<NodeId> eldest = entries.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    entries.put(key, new Entry(finding, nowNanos(), nowNanos() + lifeNanos(finding)));
  }

  private long lifeNanos(Finding<LeaseView> finding) {
    LeaseView view = finding.found();
    if (view != null) {
      return Math.max(UNKNOWN_NANOS, Math.min(view.remainingNanos(), maxAgeNanos));
    }
    return finding.isKnown() ? NEGATIVE_NANOS : UNKNOWN_NANOS;
  }

  private Finding<LeaseView> aged(Entry entry) {
    LeaseView view = entry.finding.found();
    if (view == null) {
      return entry.finding;
    }
    long remainingNanos = Math.max(0, view.remainingNanos() - (nowNanos() - entry.receivedNanos));
    return Finding.of(
        new LeaseView(view.key(), view.owner(), view.value(), view.generation(), remainingNanos));
  }

  private long nowNanos() {
    return engine.now().bootNanos();
  }
}
