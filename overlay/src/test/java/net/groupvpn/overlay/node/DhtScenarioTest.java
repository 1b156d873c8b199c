package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hash table over real links and routing. */
final class DhtScenarioTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<OverlayNode> nodes = new ArrayList<>();
  private ScenarioNetwork network = new ScenarioNetwork(7);

  private void grow(int count) {
    add(count);
    assertThat(network.runUntil(() -> nodes.stream().allMatch(OverlayNode::isJoined), SOON))
        .isTrue();
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      network.add(
          host -> {
            Security security = new ModelSecurity(NodeId.random(host.random()));
            Engine engine = new Engine(host.random(), host.now());
            OverlayNode node =
                new OverlayNode(engine, new IndexAllocator(), TestOverlay.REALM, security);
            node.attachment().setLocalCandidates(List.of(host.endpoint()));
            if (!nodes.isEmpty()) {
              node.addSeed(Kernel.endpointOf(0));
            }
            nodes.add(node);
            node.start();
            return node;
          });
      network.runFor(Duration.ofMillis(20));
    }
  }

  private void command(int node, Runnable command) {
    network.hosts().get(node).command(command);
  }

  @Test
  void everyMemberOfAFreshOverlayGetsItsOwnKeySoon() {
    grow(20);
    Recorder recorder = new Recorder();
    for (int i = 0; i < nodes.size(); i++) {
      Dht dht = nodes.get(i).dht();
      NodeId key = NodeId.hash(new byte[] {(byte) i});
      command(i, () -> dht.claim(key, new byte[0], recorder));
    }
    assertThat(network.runUntil(() -> recorder.held.size() == 20, Duration.ofSeconds(3))).isTrue();
  }

  /** The first node alone confirms the lease while the others are joining. */
  @Test
  void newcomersSoonKnowWhatWasClaimedWhileTheyJoined() {
    for (int millis = 0; millis < 600; millis += 20) {
      network = new ScenarioNetwork(millis);
      nodes.clear();
      newcomersKnowWhatIsClaimedAfter(millis);
    }
  }

  private void newcomersKnowWhatIsClaimedAfter(int millis) {
    String name = "claimed after " + millis + " ms";
    grow(1);
    add(2);
    network.runFor(Duration.ofMillis(millis));
    Recorder recorder = new Recorder();
    NodeId key = NodeId.hash(new byte[] {1});
    command(0, () -> nodes.get(0).dht().claim(key, new byte[0], recorder));
    assertThat(network.runUntil(() -> recorder.held.size() == 1, SOON)).as(name).isTrue();
    network.runFor(Duration.ofSeconds(5));
    assertThat(whoFind(key)).as(name).containsExactly(true, true);
  }

  /** Datagrams are lost and reordered, and both nodes ask before there is an answer. */
  @Test
  void whoeverAskedBeforeAClaimWasConfirmedFindsItSoonAfter() {
    for (int millis = 0; millis < 1_000; millis += 5) {
      network = new ScenarioNetwork(millis, NetworkConditions.bad(0.1));
      nodes.clear();
      askedForWhatIsClaimedAfter(millis);
    }
  }

  private void askedForWhatIsClaimedAfter(int millis) {
    String name = "claimed after " + millis + " ms";
    NodeId key = NodeId.hash(new byte[] {1});
    grow(1);
    add(1);
    for (int asked = 0; asked <= millis; asked += 20) {
      command(1, () -> nodes.get(1).dht().findLease(key, finding -> {}));
      network.runFor(Duration.ofMillis(20));
    }
    Recorder recorder = new Recorder();
    command(0, () -> nodes.get(0).dht().claim(key, new byte[0], recorder));
    for (int asked = 0; asked <= 20; asked++) {
      command(1, () -> nodes.get(1).dht().findLease(key, finding -> {}));
      network.runFor(Duration.ofMillis(20));
    }
    assertThat(network.runUntil(() -> recorder.held.size() == 1, SOON)).as(name).isTrue();
    // In one run of 300, so much is lost that a node is still joining after five seconds.
    boolean found = false;
    for (int tries = 0; tries < 3 && !found; tries++) {
      network.runFor(Duration.ofSeconds(5));
      found = whoFind(key).contains(true);
    }
    assertThat(found).as(name).isTrue();
  }

  /** Nobody has noticed yet, so the dead node counts among the replicas. */
  @ParameterizedTest
  @CsvSource({"5, 1", "12, 4"})
  void leasesAreFoundJustAfterAReplicaDied(int size, int seconds) {
    for (int dead = 1; dead < size; dead += 2) {
      network = new ScenarioNetwork(dead);
      nodes.clear();
      grow(size);
      NodeId key = NodeId.hash(new byte[] {(byte) dead});
      Recorder recorder = new Recorder();
      command(0, () -> nodes.get(0).dht().claim(key, new byte[0], recorder));
      assertThat(network.runUntil(() -> recorder.held.size() == 1, SOON)).isTrue();
      network.runFor(SOON);

      network.hosts().get(dead).stop();
      List<Boolean> found = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        if (i != dead) {
          Dht dht = nodes.get(i).dht();
          command(i, () -> dht.findLease(key, finding -> found.add(finding.found() != null)));
        }
      }
      network.runFor(Duration.ofSeconds(seconds));
      assertThat(found).as("without node %d", dead).hasSize(size - 1).containsOnly(true);
    }
  }

  /** Which nodes other than the first find an owner. */
  private List<Boolean> whoFind(NodeId key) {
    List<Boolean> found = new ArrayList<>();
    for (int i = 1; i < nodes.size(); i++) {
      Dht dht = nodes.get(i).dht();
      command(i, () -> dht.findLease(key, finding -> found.add(finding.found() != null)));
    }
    network.runUntil(() -> found.size() == nodes.size() - 1, SOON);
    return found;
  }

  @Test
  void claimMadeBeforeJoiningIsHeldSoonAfter() {
    grow(4);
    Recorder recorder = new Recorder();
    network.add(
        host -> {
          Security security = new ModelSecurity(NodeId.random(host.random()));
          OverlayNode node =
              new OverlayNode(
                  new Engine(host.random(), host.now()),
                  new IndexAllocator(),
                  TestOverlay.REALM,
                  security);
          node.attachment().setLocalCandidates(List.of(host.endpoint()));
          node.addSeed(Kernel.endpointOf(0));
          node.start();
          node.dht().claim(NodeId.hash(new byte[] {1}), new byte[0], recorder);
          return node;
        });
    assertThat(network.runUntil(() -> recorder.held.size() == 1, Duration.ofSeconds(4))).isTrue();
  }

  @Test
  void recordsAndLeasesOutliveAFifthOfTheNodes() {
    grow(50);
    Recorder recorder = new Recorder();
    int[] stored = {0};
    for (int i = 0; i < 20; i++) {
      NodeId key = NodeId.hash(new byte[] {(byte) i, 1});
      NodeId leaseKey = NodeId.hash(new byte[] {(byte) i, 2});
      Dht dht = nodes.get(i).dht();
      command(
          i,
          () -> {
            dht.put(key, key.toBytes(), Duration.ofHours(1).toNanos(), n -> stored[0] += n);
            dht.claim(leaseKey, new byte[0], recorder);
          });
    }
    network.runUntil(() -> recorder.held.size() == 20, SOON);
    assertThat(stored[0]).isGreaterThanOrEqualTo(19 * 8);
    for (int dead = 40; dead < 50; dead++) {
      network.hosts().get(dead).stop();
    }
    network.runFor(SOON);

    Set<NodeId> found = new HashSet<>();
    Set<NodeId> owners = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      NodeId key = NodeId.hash(new byte[] {(byte) i, 1});
      NodeId leaseKey = NodeId.hash(new byte[] {(byte) i, 2});
      Dht dht = nodes.get(20 + i).dht();
      command(
          20 + i,
          () -> {
            dht.get(key, records -> records.forEach(record -> found.add(record.publisher())));
            dht.findLease(
                leaseKey,
                finding -> {
                  Dht.LeaseView view = finding.found();
                  if (view != null) {
                    owners.add(view.owner());
                  }
                });
          });
    }
    network.runFor(SOON);
    assertThat(found).hasSize(20);
    assertThat(owners).hasSize(20);
  }

  /** Remembers which nodes were told to hold something. */
  private static final class Recorder implements Dht.ClaimListener {
    private final Set<Dht.Claim> held = new HashSet<>();

    @Override
    public void onHeld(Dht.Claim claim) {
      held.add(claim);
    }

    @Override
    public void onTaken(Dht.Claim claim, NodeId owner) {}

    @Override
    public void onLost(Dht.Claim claim, String reason) {
      held.remove(claim);
    }
  }
}
