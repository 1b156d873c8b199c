package net.groupvpn.client.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.PeerMemory;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.portmap.OwnPort.Transport;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.PathText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts endpoints between the texts on disk and in files, and the nodes' form. Engine thread.
 */
public final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final EngineRoom room;
  private final StateStore store;
  private final int streamPort;
  private List<Endpoint> ownStreams = List.of();
  private List<Endpoint> mappedStreams = List.of();

  /** {@code streamPort} is where TCP connections are accepted, or {@link StreamPort#NO_PORT}. */
  Endpoints(EngineRoom room, StateStore store, int streamPort) {
    this.room = room;
    this.store = store;
    this.streamPort = streamPort;
  }

  /** For a client whose streams are open. */
  public static Endpoints ofClient(EnginePart engine, StatePart state, StreamsPart streams) {
    return new Endpoints(engine.room(), state.store(), streams.localPort());
  }

  /** Adds members, whose endpoints serve both overlays. */
  void addPeers(List<String> texts) {
    addSeeds(room.node(), texts);
    addSeeds(room.publicRealm().node(), texts);
  }

  void addSeeds(OverlayNode node, List<String> texts) {
    for (String text : texts) {
      Path seed = PathText.parse(text);
      if (seed == null) {
        LOG.warn("\"{}\" is not an endpoint and is not used", text);
      } else {
        addSeed(node, seed);
      }
    }
  }

  private static void addSeed(OverlayNode node, Path seed) {
    Endpoint endpoint = seed.endpoint();
    if (endpoint != null && !node.attachment().endpointRules().mayLearn(endpoint)) {
      LOG.warn("{} cannot be a node's address as seen from here, and is not used", seed);
    } else {
      node.addSeed(seed, null);
    }
  }

  void setOwn(OwnEndpoint self) {
    List<Endpoint> own = of(self);
    room.node().attachment().setLocalCandidates(own);
    room.publicRealm().node().attachment().setLocalCandidates(own);
    if (streamPort != StreamPort.NO_PORT) {
      ownStreams = of(new OwnEndpoint(streamPort, self.addresses()));
      offerStreams();
    }
  }

  /** Sets the ports of routers that lead here; empty for none. */
  void setMapped(Transport transport, List<Endpoint> mapped) {
    if (transport == Transport.TCP) {
      mappedStreams = mapped;
      offerStreams();
    } else {
      room.node().attachment().setMappedCandidates(mapped);
      room.publicRealm().node().attachment().setMappedCandidates(mapped);
    }
  }

  /**
   * Mapped ones first: the number of offered endpoints is limited, and mapped ones are reachable
   * from everywhere.
   */
  private void offerStreams() {
    List<Endpoint> accepting = new ArrayList<>(mappedStreams);
    accepting.addAll(ownStreams);
    room.node().attachment().setStreamCandidates(accepting);
    room.publicRealm().node().attachment().setStreamCandidates(accepting);
  }

  /** This machine's endpoints in its own networks. */
  public static List<Endpoint> of(OwnEndpoint self) {
    List<Endpoint> own = new ArrayList<>();
    for (String address : self.addresses()) {
      String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
      Endpoint endpoint = Endpoint.parse(host + ":" + self.port());
      if (endpoint != null) {
        own.add(endpoint);
      }
    }
    return own;
  }

  void rememberPeers() {
    List<String> seen =
        room.node().joiner().recentEndpoints().stream().map(Endpoint::toString).toList();
    try {
      store.savePeers(PeerMemory.merge(seen, store.peers()));
    } catch (IOException e) {
      LOG.warn("peers are not remembered: {}", e.getMessage());
    }
  }
}
