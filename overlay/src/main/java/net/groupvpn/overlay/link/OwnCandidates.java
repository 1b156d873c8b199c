package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Endpoint;

/** Where this node may be reached: endpoints that its shell knows, and those that peers see. */
final class OwnCandidates {
  private static final int MAX_OBSERVED = 3;

  private final Engine engine;
  private final Observations observations = new Observations();
  private List<Endpoint> local = List.of();
  private BiConsumer<Endpoint, Endpoint> onReport = (by, seen) -> {};

  OwnCandidates(Engine engine) {
    this.engine = engine;
  }

  /** Sets what the shell knows, best first. */
  void setLocal(List<Endpoint> endpoints) {
    local =
        endpoints.stream().distinct().limit(EndpointList.MAX_CANDIDATES - MAX_OBSERVED).toList();
  }

  /** Has what this realm's peers report told to others, too: peer's endpoint, this node's. */
  void setListener(BiConsumer<Endpoint, Endpoint> listener) {
    onReport = listener;
  }

  /** A peer of this realm, at {@code by}, says where it sees this node. */
  void onObserved(Endpoint by, Endpoint seen) {
    addObserved(by, seen);
    onReport.accept(by, seen);
  }

  /** The same by a peer of another realm of this process, which has the same socket. */
  void addObserved(Endpoint by, Endpoint seen) {
    observations.add(by, seen, engine.now().bootNanos());
  }

  /** This node is elsewhere now: what peers saw before is wrong. */
  void forgetObserved() {
    observations.clear();
  }

  /** What the NAT before this node does. */
  MappingBehaviour mapping() {
    return observations.mapping(local, engine.now().bootNanos());
  }

  /** Local ones, then observed ones. */
  Offer offer() {
    List<Endpoint> candidates = new ArrayList<>(local);
    candidates.addAll(observations.mostSeen(local, MAX_OBSERVED, engine.now().bootNanos()));
    return new Offer(candidates, mapping());
  }
}
