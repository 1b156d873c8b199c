package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Endpoint;

/** Where this node may be reached: endpoints that its shell knows, and those that peers see. */
public final class OwnCandidates {
  private static final int MAX_OBSERVED = 3;
  private static final int MAX_MAPPED = 1;
  private static final int MAX_LOCAL = EndpointList.MAX_CANDIDATES - MAX_OBSERVED;

  private final Engine engine;
  private final Observations observations = new Observations();
  private List<Endpoint> local = List.of();
  private List<Endpoint> mapped = List.of();
  private BiConsumer<Endpoint, Endpoint> onReport = (by, seen) -> {};

  OwnCandidates(Engine engine) {
    this.engine = engine;
  }

  /** Sets where this node's shell knows it to be reachable, best first. */
  public void setLocal(List<Endpoint> endpoints) {
    local = endpoints.stream().distinct().limit(MAX_LOCAL).toList();
  }

  /** Sets the ports of routers that lead here; answers whether that is new. */
  boolean setMapped(List<Endpoint> endpoints) {
    List<Endpoint> before = mapped;
    mapped = endpoints.stream().distinct().limit(MAX_MAPPED).toList();
    return !mapped.equals(before);
  }

  /**
   * Has {@code listener} told of what peers of this realm report: where they are, and where they
   * see this node.
   */
  public void setListener(BiConsumer<Endpoint, Endpoint> listener) {
    onReport = listener;
  }

  /** A peer of this realm, at {@code by}, says where it sees this node. */
  void onObserved(Endpoint by, Endpoint seen) {
    addObserved(by, seen);
    onReport.accept(by, seen);
  }

  /** The same by a peer of another realm of this process, which has the same socket. */
  public void addObserved(Endpoint by, Endpoint seen) {
    observations.add(by, seen, engine.now().bootNanos());
  }

  /** This node is elsewhere now: what peers saw before is wrong. */
  void forgetObserved() {
    observations.clear();
  }

  /** What the NAT before this node does, as far as peers have told. */
  public MappingBehaviour mapping() {
    return observations.mapping(local, mapped, engine.now().bootNanos());
  }

  /** Where this node says that it may be reached, most promising first. */
  public List<Endpoint> endpoints() {
    return offer().candidates();
  }

  /** Local ones, then mapped ones, then observed ones. */
  Offer offer() {
    List<Endpoint> candidates =
        new ArrayList<>(local.subList(0, Math.min(local.size(), MAX_LOCAL - mapped.size())));
    mapped.stream().filter(each -> !candidates.contains(each)).forEach(candidates::add);
    candidates.addAll(observations.mostSeen(candidates, MAX_OBSERVED, engine.now().bootNanos()));
    return new Offer(candidates, mapping());
  }
}
