package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/**
 * A hundred nodes join; each stores a record and claims a lease; then a fifth of them die at once.
 */
class MassDeathScenarioTest {
  private static final int NODES = 100;
  private static final int EVERY = 5;

  private final TestOverlay overlay = new TestOverlay(21).grow(NODES);
  private final SplittableRandom random = new SplittableRandom(21);
  private final Set<NodeId> held = new HashSet<>();

  @Test
  void everyLiveKeyIsFoundAndEveryLookupEndsAtTheClosestNode() {
    assertThat(overlay.network.runUntil(overlay::allJoined, Duration.ofSeconds(10))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(20));
    overlay.nodes.forEach(this::store);
    assertThat(overlay.network.runUntil(() -> held.size() == NODES, Duration.ofSeconds(20)))
        .isTrue();

    for (int i = 0; i < NODES; i += EVERY) {
      overlay.kill(overlay.nodes.get(i));
    }
    overlay.network.runFor(Duration.ofSeconds(40));

    assertThat(wrongLookups()).isEmpty();
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(50))).isTrue();
  }

  private void store(OverlayNode node) {
    overlay
        .host(node)
        .command(
            () -> {
              node.dht().put(recordKey(node), new byte[1], Duration.ofHours(1).toNanos(), n -> {});
              node.dht().claim(leaseKey(node), new byte[1], new Holding(node.self()));
            });
  }

  private static NodeId recordKey(OverlayNode node) {
    return NodeId.hash("record".getBytes(StandardCharsets.US_ASCII), node.self().toBytes());
  }

  private static NodeId leaseKey(OverlayNode node) {
    return NodeId.hash("lease".getBytes(StandardCharsets.US_ASCII), node.self().toBytes());
  }

  private List<String> wrongLookups() {
    List<String> pending = new ArrayList<>();
    for (OverlayNode owner : overlay.nodes) {
      OverlayNode from = overlay.alive().get(random.nextInt(overlay.alive().size()));
      overlay.host(from).command(() -> look(from, owner, pending));
    }
    overlay.network.runFor(Duration.ofSeconds(20));
    return pending;
  }

  /** Each look-up is pending until it ends as expected. */
  private void look(OverlayNode from, OverlayNode owner, List<String> pending) {
    NodeId target = NodeId.random(random);
    NodeId closest = overlay.closestTo(target);
    String lookup = "closest to " + target;
    String record = "record of " + owner.self();
    String lease = "lease of " + owner.self();
    pending.addAll(List.of(lookup, record, lease));
    from.dht().findClosest(target, found -> done(Objects.equals(found, closest), lookup, pending));
    from.dht()
        .get(
            recordKey(owner),
            found ->
                done(
                    found.stream().anyMatch(r -> r.publisher().equals(owner.self())),
                    record,
                    pending));
    from.dht()
        .findLease(
            leaseKey(owner),
            finding -> {
              Dht.LeaseView view = finding.found();
              done(view != null && view.owner().equals(owner.self()), lease, pending);
            });
  }

  private static void done(boolean right, String what, List<String> pending) {
    if (right) {
      pending.remove(what);
    }
  }

  private final class Holding implements Dht.ClaimListener {
    private final NodeId node;

    Holding(NodeId node) {
      this.node = node;
    }

    @Override
    public void onHeld(Dht.Claim claim) {
      held.add(node);
    }

    @Override
    public void onTaken(Dht.Claim claim, NodeId owner) {}

    @Override
    public void onLost(Dht.Claim claim, String reason) {
      held.remove(node);
    }
  }
}
