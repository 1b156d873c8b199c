package net.groupvpn.lab.duels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.groupvpn.lab.duels.Wiretap.SentClaim;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;

/** Some members, which stay, keep leases for hours during the churn of the others. */
final class RenewalRun {
  /** Share of the honest members. */
  static final int OWNERS = 5;

  /** Claims start within this time, so that renewals do not all coincide. */
  private static final Duration BEGINNING = Duration.ofMinutes(30);

  private static final Counter FAILED = OverlayCounter.DHT_LEASE_RENEWAL_FAILED;

  private final DuelNet net;
  private final List<Peer> owners;
  private final Map<NodeId, HeldLease> leases;
  private final Set<NodeId> rounds = new HashSet<>();

  private RenewalRun(Conditions conditions, long seed, int keysEach) {
    net = new DuelNet(conditions, seed);
    owners = List.copyOf(net.honest().subList(0, OWNERS));
    List<HeldLease> all = new ArrayList<>();
    for (Peer owner : owners) {
      net.churn.spare(owner.id);
      for (int i = 0; i < keysEach; i++) {
        HeldLease lease = new HeldLease(net, owner, NodeId.random(net.random));
        net.after(net.random.nextLong(BEGINNING.toNanos()), lease::claim);
        all.add(lease);
      }
    }
    leases = all.stream().collect(Collectors.toMap(lease -> lease.key, Function.identity()));
    net.wiretap = this::onRequest;
  }

  /**
   * {@code leaseTimes} is the duration; {@code keysEach} is the number of leases that each owner
   * keeps.
   */
  static Renewals run(Conditions conditions, long seed, int keysEach, int leaseTimes) {
    return new RenewalRun(conditions, seed, keysEach).run(leaseTimes);
  }

  private Renewals run(int leaseTimes) {
    net.run(BEGINNING.plusNanos(leaseTimes * net.times.leaseNanos()));
    long heldNanos = leases.values().stream().mapToLong(HeldLease::heldNanos).sum();
    return new Renewals(
        heldNanos / (net.times.leaseNanos() / 2),
        rounds.size(),
        owners.stream().mapToLong(owner -> owner.engine.counters().get(FAILED)).sum(),
        leases.values().stream().mapToLong(HeldLease::losses).sum());
  }

  private void onRequest(NodeId from, NodeId to, byte[] payload) {
    if (SentClaim.isClaim(payload)) {
      SentClaim claim = SentClaim.read(payload);
      HeldLease lease = leases.get(claim.key());
      if (claim.op() == DhtOp.CONFIRM && lease != null && lease.isHeld()) {
        rounds.add(claim.round());
      }
    }
  }
}
