package net.groupvpn.portal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.PathText;
import net.groupvpn.portal.web.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portal's node in the public overlay, so that a fresh group needs no other server to find its
 * members. Its key is stored, so its node ID stays the same.
 */
final class BootstrapNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapNode.class);
  private final PublicNode node;
  private final List<String> hosts;

  private BootstrapNode(PublicNode node, List<String> hosts) {
    this.node = node;
    this.hosts = hosts;
  }

  /**
   * Opens the ports and joins the public overlay.
   *
   * @param keyFile holds the node's key; created if missing
   * @param hosts names and addresses under which members reach this machine
   */
  static BootstrapNode start(
      Path keyFile, PublicNode.Ports ports, List<String> hosts, SecureRandom random)
      throws IOException {
    var node =
        PublicNode.start(
            key(keyFile, random),
            ports,
            port -> endpoints(hosts, port).toList(),
            List.of(),
            cause -> LOG.error("the public-overlay node has stopped; restart the portal", cause));
    // Until the portal serves, its machines should retry rather than see another certificate.
    node.serveGuests((connection, begun) -> connection.close());
    return new BootstrapNode(node, hosts);
  }

  private static NodeKey key(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.write(file, NodeKey.generate(random).toPem().getBytes(US_ASCII));
    }
    try {
      return NodeKey.ofPem(Files.readString(file));
    } catch (IdentityException e) {
      throw new IOException("the key in " + file + " is damaged; remove it for a new one", e);
    }
  }

  /**
   * The seeds for group files, {@code ip:port} and {@code tcp:ip:port}; names are resolved each
   * time.
   */
  List<String> seeds() {
    Stream<String> direct = endpoints(hosts, node.localPort()).map(Endpoint::toString);
    Stream<String> streams =
        node.streamPort() == StreamPort.NO_PORT
            ? Stream.empty()
            : endpoints(hosts, node.streamPort()).map(PathText::ofStream);
    return Stream.concat(direct, streams).toList();
  }

  private static Stream<Endpoint> endpoints(List<String> hosts, int port) {
    return hosts.stream()
        .flatMap(BootstrapNode::addresses)
        .distinct()
        .map(address -> Endpoint.of(new InetSocketAddress(address, port)));
  }

  private static Stream<InetAddress> addresses(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      LOG.warn("group files will not name {}: it has no address", host);
      return Stream.empty();
    }
  }

  /** The TCP port of streams, or {@link StreamPort#NO_PORT}. */
  int streamPort() {
    return node.streamPort();
  }

  /** Passes other TLS connections to the port of streams to {@code guests} from now on. */
  void serveGuests(StreamPort.Guests guests) {
    node.serveGuests(guests);
  }

  /** The counters of its port of streams. */
  long count(Counter counter) {
    return node.counters().getOrDefault(counter.label(), 0L);
  }

  /** Whether it is part of the public overlay. */
  boolean isAlive() {
    return node.isAlive();
  }

  /** Says goodbye to its peers, then stops. */
  @Override
  public void close() {
    node.close();
  }
}
