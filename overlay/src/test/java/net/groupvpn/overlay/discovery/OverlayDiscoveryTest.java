package net.groupvpn.overlay.discovery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.host.PublicTestNodes;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.virtual.SimulatedHost;

class OverlayDiscoveryTest extends PublicDiscoveryContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PublicTestNodes nodes = new PublicTestNodes();
  private final Map<Participant, SimulatedHost> hosts = new HashMap<>();

  @Override
  Participant participant(String group) {
    byte[] secret = Arrays.copyOf(group.getBytes(StandardCharsets.UTF_8), 32);
    Realm realm = nodes.add();
    PublicDiscovery discovery =
        new OverlayDiscovery(
            realm.engine(), realm.node().dht(), realm.node().messenger(), DiscoveryKeys.of(secret));
    Participant participant = new Participant(discovery, realm.node().self());
    List<SimulatedHost> all = nodes.network.hosts();
    hosts.put(participant, all.get(all.size() - 1));
    nodes.network.runUntil(realm.node()::isJoined, LIMIT);
    return participant;
  }

  @Override
  boolean await(BooleanSupplier condition) {
    return nodes.network.runUntil(condition, LIMIT);
  }

  @Override
  void command(Participant participant, Runnable command) {
    Objects.requireNonNull(hosts.get(participant)).command(command);
  }
}
