package net.groupvpn.overlay.host;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.tls.TlsSecurity;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;

/** Nodes of the public overlay with real cryptography, in virtual time; the first is the seed. */
public final class PublicTestNodes {
  private static final SecureRandom SECURE = new SecureRandom();

  /** The network of all nodes. */
  public final ScenarioNetwork network = new ScenarioNetwork(9);

  private final List<Realm> realms = new ArrayList<>();

  /** Adds and starts a node. */
  public Realm add() {
    network.add(
        host -> {
          Realm realm =
              Realm.ofPublicOverlay(
                  new Engine(host.random(), host.now()),
                  new IndexAllocator(),
                  TlsSecurity.ofPublicOverlay(NodeKey.generate(SECURE), SECURE));
          realms.add(realm);
          realm.node().attachment().setLocalCandidates(List.of(host.endpoint()));
          if (host.number() > 0) {
            realm.node().addSeed(Kernel.endpointOf(0));
          }
          realm.node().start();
          return realm.node();
        });
    return realms.get(realms.size() - 1);
  }
}
