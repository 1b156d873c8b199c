package net.groupvpn.dhcpdns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.FakeWorld.Lease;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** One node's view of the world's leases and records. */
public final class FakeDht implements Dht {
  private final FakeWorld world;
  private final FakeOverlay overlay;
  private final Map<NodeId, byte[]> records = new TreeMap<>();
  private final Map<NodeId, FakeClaim> claims = new TreeMap<>();
  private int leaseLookups;

  FakeDht(FakeWorld world, FakeOverlay overlay) {
    this.world = world;
    this.overlay = overlay;
  }

  public int leaseLookups() {
    return leaseLookups;
  }

  /** A merge gave {@code key} to {@code winner}. */
  public void loseTo(FakeOverlay winner, NodeId key, byte[] value) {
    FakeClaim lost = claims.remove(key);
    Lease before = world.lease(key);
    long generation = before == null ? 1 : before.generation + 1;
    world.leases.put(key, new Lease(winner, value, generation));
    if (lost != null) {
      lost.listener.onLost(lost, "lost to another member");
    }
  }

  @Override
  public void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done) {
    records.put(key, value);
    later(() -> done.accept(REPLICAS));
  }

  @Override
  public void remove(NodeId key) {
    records.remove(key);
  }

  @Override
  public void get(NodeId key, Consumer<List<StoredRecord>> done) {
    later(
        () -> {
          List<StoredRecord> found = new ArrayList<>();
          for (FakeOverlay other :
              world.isWithoutRecords() ? List.<FakeOverlay>of() : world.overlays) {
            byte[] value = other.dht().records.get(key);
            if (value != null) {
              found.add(new StoredRecord(other.self(), other.self(), 1, value));
            }
          }
          done.accept(found);
        });
  }

  @Override
  public void findPublishers(NodeId key, Consumer<Finding<Map<NodeId, Long>>> done) {
    Map<NodeId, Long> found = new TreeMap<>();
    for (FakeOverlay other : world.overlays) {
      if (other.dht().records.containsKey(key)) {
        found.put(other.self(), 1L);
      }
    }
    later(() -> done.accept(world.isWithoutQuorum() ? Finding.unknown() : Finding.of(found)));
  }

  @Override
  public boolean mayClaim(NodeId key) {
    return !claims.containsKey(key);
  }

  @Override
  public Claim claim(NodeId key, byte[] value, ClaimListener listener) {
    FakeClaim claim = new FakeClaim(key, value, listener);
    claims.put(key, claim);
    later(claim::decide);
    return claim;
  }

  @Override
  public void findLease(NodeId key, Consumer<Finding<LeaseView>> done) {
    leaseLookups++;
    if (!world.isSilent()) {
      later(() -> done.accept(world.isWithoutQuorum() ? Finding.unknown() : view(key)));
    }
  }

  @Override
  public void findClosest(NodeId target, Consumer<@Nullable NodeId> done) {
    later(() -> done.accept(world.closest(target)));
  }

  @Override
  public void findClosestProved(NodeId target, Consumer<Finding<NodeId>> done) {
    later(
        () -> {
          NodeId closest = world.closest(target);
          done.accept(
              closest == null || world.isWithoutQuorum() ? Finding.unknown() : Finding.of(closest));
        });
  }

  private Finding<LeaseView> view(NodeId key) {
    Lease lease = world.lease(key);
    if (lease == null) {
      return Finding.nobody();
    }
    long remaining =
        world.isAlmostOver()
            ? 0
            : Math.min(FakeWorld.LEASE_NANOS, lease.expiryNanos - world.now().bootNanos());
    return Finding.of(
        new LeaseView(key, lease.owner.self(), lease.value, lease.generation, remaining));
  }

  private void later(Runnable task) {
    world.later(
        () -> {
          overlay.engine().enter(world.now());
          task.run();
        });
  }

  private final class FakeClaim implements Claim {
    private final NodeId key;
    private final ClaimListener listener;
    private byte[] value;
    private boolean stopped;

    FakeClaim(NodeId key, byte[] value, ClaimListener listener) {
      this.key = key;
      this.value = value;
      this.listener = listener;
    }

    void decide() {
      Lease lease = world.lease(key);
      if (stopped) {
        return;
      }
      if (lease != null && lease.owner != overlay) {
        claims.remove(key);
        listener.onTaken(this, lease.owner.self());
        return;
      }
      Lease last = world.leases.get(key);
      long generation =
          last == null ? 1 : last.owner == overlay ? last.generation : last.generation + 1;
      world.leases.put(key, new Lease(overlay, value, generation));
      listener.onHeld(this);
    }

    @Override
    public boolean isHeld() {
      Lease lease = world.lease(key);
      return !stopped && lease != null && lease.owner == overlay;
    }

    @Override
    public long generation() {
      Lease lease = world.lease(key);
      return lease == null ? 0 : lease.generation;
    }

    @Override
    public long heldUntilNanos() {
      Lease lease = world.lease(key);
      return isHeld() && lease != null
          ? Math.min(lease.expiryNanos, world.now().bootNanos() + FakeWorld.LEASE_NANOS)
          : 0;
    }

    @Override
    public void update(byte[] newValue) {
      value = newValue;
      Lease lease = world.lease(key);
      if (lease != null && lease.owner == overlay) {
        lease.value = newValue;
      }
    }

    @Override
    public void release() {
      if (isHeld()) {
        world.leases.remove(key);
      }
      stopped = true;
      claims.remove(key);
    }
  }
}
