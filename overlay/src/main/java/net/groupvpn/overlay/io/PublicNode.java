package net.groupvpn.overlay.io;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.tls.TlsSecurity;

/**
 * A node of the public overlay alone, for processes that are no member of a group: the portal, and
 * bootstrap nodes. It knows no group's secret. Thread-safe; starts and ends its own threads.
 */
public final class PublicNode implements AutoCloseable {
  private static final String NAME = "public overlay";

  private final BlockingPort port;
  private final Realm realm;
  private final NodeLoop loop;
  private final DatagramReceiver receiver;

  private PublicNode(
      BlockingPort port, NodeKey key, SecureRandom random, Consumer<Throwable> onFailure) {
    BootClock clock = BootClock.ofPlatform();
    this.port = port;
    this.realm =
        Realm.ofPublicOverlay(
            new Engine(random, clock.now()),
            new IndexAllocator(),
            TlsSecurity.ofPublicOverlay(key, random));
    this.loop =
        new NodeLoop(
            NAME,
            realm.node(),
            clock::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            onFailure::accept);
    this.receiver = new DatagramReceiver(NAME + " receiver", port, loop::offer, onFailure);
  }

  /**
   * Opens the UDP port and joins the public overlay.
   *
   * @param udpPort 0 takes any free one
   * @param candidates where others reach it, given the port that was opened
   * @param seeds other nodes of the public overlay; none for the first node
   * @param onFailure told once if it has broken down; what happened has been logged
   * @throws IOException if the port cannot be opened
   */
  public static PublicNode start(
      NodeKey key,
      int udpPort,
      IntFunction<List<Endpoint>> candidates,
      List<Endpoint> seeds,
      Consumer<Throwable> onFailure)
      throws IOException {
    PublicNode node =
        new PublicNode(NioDatagramPort.open(udpPort), key, new SecureRandom(), onFailure);
    node.begin(candidates.apply(node.localPort()), seeds);
    return node;
  }

  private void begin(List<Endpoint> candidates, List<Endpoint> seeds) {
    loop.start();
    loop.execute(
        () -> {
          realm.node().setLocalCandidates(candidates);
          seeds.forEach(realm.node()::addSeed);
          realm.node().start();
        });
    receiver.start();
  }

  /** The node's ID in the public overlay. */
  public NodeId id() {
    return realm.node().self();
  }

  /** The UDP port that it listens on. */
  public int localPort() {
    return port.localPort();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return loop.isAlive();
  }

  /** Takes leave of its peers, then stops. */
  @Override
  public void close() {
    loop.execute(realm.node()::leave);
    try {
      loop.close();
      receiver.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
