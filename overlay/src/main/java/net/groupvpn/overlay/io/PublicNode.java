package net.groupvpn.overlay.io;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.node.NodeStatus;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.MachineNetworks;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.tls.TlsSecurity;

/**
 * A node of the public overlay alone, for processes that are not members of a group: the portal and
 * bootstrap nodes. It knows no group's secret. Thread-safe; starts and ends its own threads.
 */
public final class PublicNode implements AutoCloseable {
  private static final String NAME = "public overlay";

  private final BlockingPort port;
  private final Realm realm;
  private final NodeLoop loop;
  private final DatagramReceiver receiver;
  private final StreamPort streams;
  private List<Endpoint> accepting = List.of();

  /**
   * Where it listens, and what it carries.
   *
   * @param udp UDP port; 0 takes any free port
   * @param tcp TCP port for streams, {@link StreamPort#NO_PORT} for none; the node runs without it
   *     if it is not available
   * @param carries whether it carries data of members without another path to each other, or
   *     signals only
   */
  public record Ports(int udp, int tcp, boolean carries) {
    /** As above, and it carries data. */
    public Ports(int udp, int tcp) {
      this(udp, tcp, true);
    }
  }

  private PublicNode(
      BlockingPort port,
      Ports ports,
      NodeKey key,
      SecureRandom random,
      Consumer<Throwable> onFailure)
      throws IOException {
    BootClock clock = BootClock.ofPlatform();
    this.port = port;
    this.realm =
        Realm.ofPublicOverlay(
            new Engine(random, clock.now()),
            new IndexAllocator(),
            TlsSecurity.ofPublicOverlay(key, random));
    if (!ports.carries) {
      realm.node().limitCarrying(Realm.CARRIED_BY_NOBODY);
    }
    this.loop =
        new NodeLoop(
            NAME,
            realm.node(),
            clock::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            new Shell(onFailure));
    this.receiver = new DatagramReceiver(NAME + " receiver", port, loop::offer, onFailure);
    this.streams = StreamPort.openIfPossible(ports.tcp, random, new Frames());
  }

  /**
   * Opens the ports and joins the public overlay.
   *
   * @param candidates where others reach it, given the opened port
   * @param seeds other nodes of the public overlay; none for the first node
   * @param onFailure called once if the node fails; the cause has been logged
   * @throws IOException if the UDP port cannot be opened
   */
  public static PublicNode start(
      NodeKey key,
      Ports ports,
      IntFunction<List<Endpoint>> candidates,
      List<Path> seeds,
      Consumer<Throwable> onFailure)
      throws IOException {
    BlockingPort port = NioDatagramPort.open(ports.udp);
    PublicNode node = new PublicNode(port, ports, key, new SecureRandom(), onFailure);
    node.begin(candidates, seeds);
    return node;
  }

  private void begin(IntFunction<List<Endpoint>> candidates, List<Path> seeds) {
    List<Endpoint> direct = candidates.apply(localPort());
    accepting = streamPort() == StreamPort.NO_PORT ? List.of() : candidates.apply(streamPort());
    loop.start();
    loop.execute(
        () -> {
          realm.node().attachment().setLocalCandidates(direct);
          realm.node().attachment().setStreamCandidates(accepting);
          seeds.forEach(seed -> realm.node().addSeed(seed, null));
          realm.node().start();
        });
    receiver.start();
    streams.start();
  }

  /** Sets what is known of this machine's networks. */
  public void setNetworks(MachineNetworks networks) {
    realm.node().attachment().endpointRules().setNetworks(networks);
  }

  /** Sets the UDP ports of routers that lead to it; none at first. */
  public void setMapped(List<Endpoint> endpoints) {
    loop.execute(() -> realm.node().attachment().setMappedCandidates(endpoints));
  }

  /** Sets the TCP ports of routers that lead to it; none at first. */
  public void setMappedStreams(List<Endpoint> endpoints) {
    List<Endpoint> all = Stream.concat(endpoints.stream(), accepting.stream()).toList();
    loop.execute(() -> realm.node().attachment().setStreamCandidates(all));
  }

  /** Handles the engine's outputs. */
  private final class Shell implements NodeLoopListener {
    private final Consumer<Throwable> onFailure;

    Shell(Consumer<Throwable> onFailure) {
      this.onFailure = onFailure;
    }

    @Override
    public void onTransmitStream(Endpoint to, byte[] frame) {
      streams.send(to, frame);
    }

    @Override
    public Map<String, Long> counters() {
      return streams.counters();
    }

    @Override
    public void onCrash(Throwable cause) {
      onFailure.accept(cause);
    }
  }

  /** Handles the input from TCP. */
  private final class Frames implements StreamPort.Listener {
    @Override
    public void onFrame(Endpoint from, byte[] frame) {
      loop.offerStream(from, frame);
    }

    @Override
    public void onClosed(Endpoint peer) {
      loop.offerStreamClosed(peer);
    }
  }

  /** The node's ID in the public overlay. */
  public NodeId id() {
    return realm.node().self();
  }

  /** The UDP port that it listens on. */
  public int localPort() {
    return port.localPort();
  }

  /** The TCP port that it accepts streams on, or {@link StreamPort#NO_PORT}. */
  public int streamPort() {
    return streams.localPort();
  }

  /** Sends other TLS connections to its TCP port to {@code guests} from now on. */
  public void serveGuests(StreamPort.Guests guests) {
    streams.serveGuests(guests);
  }

  /** What its shell has counted, by name; any thread. */
  public Map<String, Long> counters() {
    return loop.counters();
  }

  /** The node's present state and counters. */
  public CompletableFuture<NodeStatus> status() {
    return loop.call(realm.node()::status);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return loop.isAlive();
  }

  /** Says goodbye to its peers, then stops. */
  @Override
  public void close() {
    loop.execute(realm.node()::leave);
    try {
      loop.close();
      receiver.close();
      streams.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
