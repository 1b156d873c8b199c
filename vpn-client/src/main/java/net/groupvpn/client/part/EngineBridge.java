package net.groupvpn.client.part;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.EngineInbox;
import net.groupvpn.client.dataplane.LocalService;
import net.groupvpn.client.gateway.ForwardTest;
import net.groupvpn.client.tunnel.ExemptPeers;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;
import net.groupvpn.dhcpdns.name.DnsRequest;
import net.groupvpn.dhcpdns.name.QuestionBudget;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.ElsewhereSender;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.NodeLoopListener;
import net.groupvpn.overlay.io.SideSockets;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.routing.PayloadKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the engine and the data plane: questions and datagrams in one direction, snapshots in
 * the other. Connected once, before either runs.
 */
final class EngineBridge implements EngineInbox, NodeLoopListener, LocalService {
  private static final Logger LOG = LoggerFactory.getLogger(EngineBridge.class);
  private static final int DNS_PORT = 53;

  /** The engine's event for another machine with this one's key. */
  private static final String CLONE = "clone";

  private final EngineRoom room;
  private final Notices notices;
  private final Consumer<Throwable> onFatal;
  private final SocketSetup sockets;
  private final BootClock clock;
  private final QuestionBudget questions = new QuestionBudget();
  private @Nullable NodeLoop loop;
  private @Nullable DataPlane dataPlane;
  private @Nullable SideSockets side;
  private volatile @Nullable Streams streams;
  private volatile @Nullable Pongs pongs;
  private volatile @Nullable ExemptPeers exempt;
  private volatile @Nullable ForwardTest forwardTest;

  /** Told of answers to pings through gateways. Engine thread. */
  interface Pongs {
    void onPong(NodeId gateway, int sequence);
  }

  /** {@code context} is told when the engine or the data plane has broken. */
  EngineBridge(EngineRoom room, ClientContext context, SocketSetup sockets, BootClock clock) {
    this.room = room;
    this.notices = context.notices();
    this.onFatal = context::onFatal;
    this.sockets = sockets;
    this.clock = clock;
  }

  /** Connects both sides; before either is started. */
  void connect(NodeLoop engineLoop, DataPlane packets, SideSockets further) {
    loop = engineLoop;
    dataPlane = packets;
    side = further;
  }

  /** Connects TCP. Without it, streams are not used. */
  void connect(Streams tcp) {
    streams = tcp;
  }

  @Override
  public void onTransmitStream(Endpoint to, byte[] frame) {
    Streams tcp = streams;
    if (tcp != null) {
      tcp.send(to, frame);
    }
  }

  @Override
  public void onTransmitElsewhere(Endpoint to, byte[] datagram) {
    ElsewhereSender.send(to, datagram, sockets);
  }

  @Override
  public Map<String, Long> counters() {
    Streams tcp = streams;
    Map<String, Long> counts = new TreeMap<>(tcp == null ? Map.of() : tcp.counters());
    counts.put(ServiceCounter.DROPPED_DNS_BUDGET.label(), questions.refused());
    return counts;
  }

  @Override
  public boolean onDatagram(Endpoint from, byte[] datagram) {
    return loop().offer(from, datagram);
  }

  @Override
  public boolean onUnknownDestination(Ipv4Address address) {
    return loop().observe(() -> room.services().resolve(address));
  }

  @Override
  public boolean onUnknownDestination(Ipv6Address address) {
    return loop().observe(() -> room.services().resolve(address));
  }

  @Override
  public boolean onUnknownSource(NodeId peer, Ipv4Address address) {
    return loop().observe(() -> room.services().onUnprovedSource(peer, address));
  }

  /** Connects who has to know where members are reached. */
  void connect(ExemptPeers peers) {
    exempt = peers;
  }

  /** Connects who tests whether this machine forwards. */
  void connect(ForwardTest test) {
    forwardTest = test;
  }

  /** Connects who pings through gateways. */
  void connect(Pongs listener) {
    pongs = listener;
  }

  @Override
  public boolean onPong(NodeId gateway, int sequence) {
    Pongs listener = pongs;
    return listener == null || loop().observe(() -> listener.onPong(gateway, sequence));
  }

  @Override
  public boolean onForwarded(int sequence) {
    ForwardTest test = forwardTest;
    if (test != null) {
      test.onPong(sequence);
    }
    return test != null;
  }

  @Override
  public void onOtherEndpoint(NodeId peer, Endpoint from) {
    // If the engine is too busy for it, the next record reports it.
    loop().observe(() -> room.node().attachment().noteSource(peer, from));
  }

  @Override
  public boolean sendOverlay(NodeId peer, Path path, byte[] frame) {
    if (path instanceof StreamPath stream) {
      Streams tcp = streams;
      return tcp != null && tcp.send(stream.endpoint(), frame);
    }
    return loop().observe(() -> carry(path, frame));
  }

  private void carry(Path path, byte[] frame) {
    if (path instanceof OverlayPath overlay) {
      room.node().messenger().sendExact(overlay, PayloadKind.FRAME, frame);
    } else if (path instanceof PublicOverlayPath publicPath) {
      room.engine().emit(new Output.TransmitPublic(publicPath.publicNode(), frame));
    } else {
      room.engine().counters().increment(ClientCounter.DROPPED_DATA_PATH_CHANGED);
    }
  }

  @Override
  public void onTooLong(NodeId peer, int datagramBytes) {
    // If the engine is too busy for it, the next refusal reports it.
    loop().observe(() -> room.node().attachment().noteRefused(peer, datagramBytes));
  }

  @Override
  public void onDataPlaneFailed(String thread, Throwable cause) {
    onFatal.accept(cause);
  }

  @Override
  public void onPublish(PeerSnapshot peer) {
    dataPlane().publish(peer);
    ExemptPeers known = exempt;
    if (known != null) {
      Endpoint endpoint = peer.path().endpoint();
      known.onPeer(peer.peer(), endpoint == null ? null : endpoint.address());
    }
  }

  @Override
  public void onWithdraw(NodeId peer) {
    dataPlane().withdraw(peer);
    ExemptPeers known = exempt;
    if (known != null) {
      known.onGone(peer);
    }
  }

  @Override
  public void onDeliverData(NodeId from, byte[] datagram) {
    dataPlane().deliverOverlay(datagram);
  }

  @Override
  public void onScatter(Endpoint to, List<byte[]> datagrams) {
    if (side != null) {
      side.scatter(to, datagrams);
    }
  }

  @Override
  public void onNotify(String event, String detail) {
    if (event.equals(CLONE)) {
      notices.raise("cloned_machine", detail);
    } else {
      LOG.info("{}: {}", event, detail);
    }
  }

  @Override
  public void onCrash(Throwable cause) {
    onFatal.accept(cause);
  }

  @Override
  public boolean isServed(int port) {
    return port == DNS_PORT;
  }

  @Override
  public boolean onRequest(Request request, Reply reply) {
    DnsRequest query = new DnsRequest(request.payload(), request.isStream(), request.source());
    return request.port() == DNS_PORT
        && questions.take(request.source(), clock.bootNanos())
        && loop().observe(() -> room.services().onDnsQuery(query, reply::send));
  }

  @Override
  public boolean onDhcp(DhcpRequest request, Consumer<DhcpReply> answer) {
    return room.services().servesDhcp()
        && loop().observe(() -> room.services().onDhcp(request, answer));
  }

  private NodeLoop loop() {
    if (loop == null) {
      throw new IllegalStateException("not connected yet");
    }
    return loop;
  }

  private DataPlane dataPlane() {
    if (dataPlane == null) {
      throw new IllegalStateException("not connected yet");
    }
    return dataPlane;
  }
}
