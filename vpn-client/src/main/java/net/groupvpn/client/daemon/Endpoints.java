package net.groupvpn.client.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.PeerMemory;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Endpoints as text on disk and in files, and as the nodes know them. Engine thread. */
final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final EngineRoom room;
  private final StateStore store;

  Endpoints(EngineRoom room, StateStore store) {
    this.room = room;
    this.store = store;
  }

  /** Reads {@code 192.0.2.1:7400} or {@code [2001:db8::1]:7400}; null if it is anything else. */
  static @Nullable Endpoint parse(String text) {
    List<String> good = PeerMemory.merge(List.of(text), List.of());
    if (good.isEmpty()) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    try {
      // Numeric only, so no name server is asked.
      return new Endpoint(InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Adds members, whose endpoints serve both overlays. */
  void addPeers(List<String> texts) {
    addSeeds(room.node(), texts);
    addSeeds(room.publicRealm().node(), texts);
  }

  void addSeeds(OverlayNode node, List<String> texts) {
    for (String text : texts) {
      Endpoint seed = parse(text);
      if (seed == null) {
        LOG.warn("\"{}\" is not an endpoint and is not used", text);
      } else {
        node.addSeed(seed);
      }
    }
  }

  void setOwn(OwnEndpoint self) {
    List<Endpoint> own = of(self);
    room.node().setLocalCandidates(own);
    room.publicRealm().node().setLocalCandidates(own);
  }

  /** Where this machine is reached in its own networks. */
  static List<Endpoint> of(OwnEndpoint self) {
    List<Endpoint> own = new ArrayList<>();
    for (String address : self.addresses()) {
      String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
      Endpoint endpoint = parse(host + ":" + self.port());
      if (endpoint != null) {
        own.add(endpoint);
      }
    }
    return own;
  }

  void rememberPeers() {
    List<String> seen = room.node().recentEndpoints().stream().map(Endpoint::toString).toList();
    try {
      store.savePeers(PeerMemory.merge(seen, store.peers()));
    } catch (IOException e) {
      LOG.warn("peers are not remembered: {}", e.getMessage());
    }
  }
}
