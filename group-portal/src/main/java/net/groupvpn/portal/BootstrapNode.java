package net.groupvpn.portal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.DatagramBatch;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.io.NioDatagramPort;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.tls.TlsSecurity;
import net.groupvpn.portal.web.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portal's node in the public overlay, so that a fresh group needs no other server to find its
 * members. It knows no group's secret. Its key is kept, so its node ID is too.
 */
final class BootstrapNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapNode.class);
  private static final int BATCH = 32;
  private final DatagramPort port;
  private final Realm realm;
  private final NodeLoop loop;
  private final List<String> hosts;

  private BootstrapNode(DatagramPort port, NodeKey key, List<String> hosts, SecureRandom random) {
    var clock = BootClock.ofPlatform();
    this.port = port;
    this.hosts = hosts;
    this.realm =
        Realm.ofPublicOverlay(
            new Engine(random, clock.now()),
            new IndexAllocator(),
            TlsSecurity.ofPublicOverlay(key, random));
    this.loop =
        new NodeLoop(
            "public overlay",
            realm.node(),
            clock::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            cause -> LOG.error("the public-overlay node has stopped; restart the portal", cause));
  }

  /**
   * Opens the UDP port and joins the public overlay.
   *
   * @param keyFile holds the node's key; made when missing
   * @param udpPort 0 takes any free one
   * @param hosts names and addresses under which members reach this machine
   */
  static BootstrapNode start(Path keyFile, int udpPort, List<String> hosts, SecureRandom random)
      throws IOException {
    var key = key(keyFile, random);
    var node = new BootstrapNode(NioDatagramPort.open(udpPort), key, hosts, random);
    node.begin();
    return node;
  }

  private static NodeKey key(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(PrivateFiles.create(file), NodeKey.generate(random).toPem());
    }
    try {
      return NodeKey.ofPem(Files.readString(file));
    } catch (IdentityException e) {
      throw new IOException("the key in " + file + " is damaged; remove it for a new one", e);
    }
  }

  private void begin() {
    loop.start();
    loop.execute(
        () -> {
          realm.node().setLocalCandidates(endpoints().toList());
          realm.node().start();
        });
    var receiver = new Thread(this::receive, "public overlay receiver");
    receiver.setDaemon(true);
    receiver.start();
  }

  private void receive() {
    var batch = new DatagramBatch(BATCH);
    try {
      while (port.receive(batch) != DatagramPort.CLOSED) {
        for (var i = 0; i < batch.count(); i++) {
          loop.offer(batch.source(i), Arrays.copyOf(batch.bytes(i), batch.length(i)));
        }
      }
    } catch (IOException e) {
      LOG.error("the public-overlay node's socket is broken; restart the portal", e);
    }
  }

  /** What group files name as seeds, {@code ip:port}; names are looked up each time. */
  List<String> seeds() {
    return endpoints().map(Endpoint::toString).toList();
  }

  private Stream<Endpoint> endpoints() {
    return hosts.stream()
        .flatMap(BootstrapNode::addresses)
        .distinct()
        .map(address -> Endpoint.of(new InetSocketAddress(address, port.localPort())));
  }

  private static Stream<InetAddress> addresses(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      LOG.warn("group files will not name {}: it has no address", host);
      return Stream.empty();
    }
  }

  /** Whether it is part of the public overlay. */
  boolean isAlive() {
    return loop.isAlive();
  }

  /** Takes leave of its peers, then stops. */
  @Override
  public void close() {
    loop.execute(realm.node()::leave);
    try {
      loop.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    port.close();
  }
}
