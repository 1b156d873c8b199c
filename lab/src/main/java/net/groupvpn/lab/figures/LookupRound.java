package net.groupvpn.lab.figures;

import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;

/**
 * As many look-ups as there are keys, of each kind, started at the same moment by random nodes: the
 * node closest to a random key, the record, and the lease.
 */
final class LookupRound {
  private final double begunSeconds;
  private final int keys;
  private final double trueSiblings;
  private int closestRight;
  private int recordsFound;
  private int leasesFound;

  private LookupRound(ModelOverlay overlay, int keys) {
    this.begunSeconds = overlay.seconds();
    this.keys = keys;
    this.trueSiblings = overlay.shareOfTrueSiblings();
  }

  static LookupRound begin(ModelOverlay overlay, List<LiveKey> keys) {
    LookupRound round = new LookupRound(overlay, keys.size());
    for (LiveKey key : keys) {
      round.look(overlay, key);
    }
    return round;
  }

  private void look(ModelOverlay overlay, LiveKey key) {
    NodeId target = overlay.randomKey();
    NodeId expected = overlay.closestTo(target);
    OverlayNode from = overlay.anyAlive();
    overlay.command(
        from,
        () -> {
          from.dht()
              .findClosest(
                  target, found -> closestRight += Objects.equals(found, expected) ? 1 : 0);
          from.dht()
              .get(
                  key.recordKey(),
                  found ->
                      recordsFound +=
                          found.stream().anyMatch(r -> r.publisher().equals(key.owner())) ? 1 : 0);
          from.dht()
              .findLease(
                  key.leaseKey(),
                  finding -> {
                    LeaseView lease = finding.found();
                    leasesFound += lease != null && lease.owner().equals(key.owner()) ? 1 : 0;
                  });
        });
  }

  double begunSeconds() {
    return begunSeconds;
  }

  double closestShare() {
    return (double) closestRight / keys;
  }

  double recordShare() {
    return (double) recordsFound / keys;
  }

  double leaseShare() {
    return (double) leasesFound / keys;
  }

  double trueSiblings() {
    return trueSiblings;
  }

  boolean isAllRight() {
    return closestRight == keys && recordsFound == keys && leasesFound == keys;
  }
}
