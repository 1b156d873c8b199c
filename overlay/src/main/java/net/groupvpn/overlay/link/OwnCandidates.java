package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import org.jspecify.annotations.Nullable;

/** Where this node may be reached: endpoints that its shell knows, and those that peers see. */
public final class OwnCandidates {
  private static final int MAX_OBSERVED = 3;
  private static final int MAX_MAPPED = 1;
  private static final int MAX_LOCAL = EndpointList.MAX_CANDIDATES - MAX_OBSERVED;

  private final Engine engine;
  private final EndpointRules rules;
  private final BooleanSupplier isIsolated;
  private final Observations observations = new Observations();
  private List<Endpoint> local = List.of();
  private List<Endpoint> mapped = List.of();
  private boolean open;
  private BiConsumer<Endpoint, Endpoint> onReport = (by, seen) -> {};
  private @Nullable NodeId publicNode;

  /** {@code isIsolated} tells whether this node has only links of last resort. */
  OwnCandidates(Engine engine, EndpointRules rules, BooleanSupplier isIsolated) {
    this.engine = engine;
    this.rules = rules;
    this.isIsolated = isIsolated;
  }

  /** Sets this process's ID in the public overlay; it is not there at first. */
  public void setPublicNode(NodeId id) {
    publicNode = id;
  }

  /** Sets where the shell knows this node to be reachable, best first. */
  public void setLocal(List<Endpoint> endpoints) {
    local = endpoints.stream().distinct().limit(MAX_LOCAL).toList();
  }

  /** Sets the ports of routers that lead here; returns whether they have changed. */
  boolean setMapped(List<Endpoint> endpoints) {
    List<Endpoint> before = mapped;
    mapped = endpoints.stream().distinct().limit(MAX_MAPPED).toList();
    return !mapped.equals(before);
  }

  /**
   * {@code listener} hears what peers of this realm report: where they are, and where they see this
   * node.
   */
  public void setListener(BiConsumer<Endpoint, Endpoint> listener) {
    onReport = listener;
  }

  /** This realm is open to everybody: its peers are strangers. By default they count as members. */
  public void setOpen() {
    open = true;
  }

  /** A peer of this realm, at {@code by}, reports where it sees this node. */
  void onObserved(Endpoint by, Endpoint seen) {
    if (open) {
      addOfStranger(by, seen);
    } else {
      addOfMember(by, seen);
    }
    onReport.accept(by, seen);
  }

  /** The same from a member, possibly in another realm of this process, which shares the socket. */
  public void addOfMember(Endpoint by, Endpoint seen) {
    observations.addOfMember(by, seen, engine.now().bootNanos());
  }

  /** The same from a stranger in the public overlay. */
  public void addOfStranger(Endpoint by, Endpoint seen) {
    observations.addOfStranger(by, seen, engine.now().bootNanos());
  }

  /** This node has moved: what peers saw before is wrong. */
  void forgetObserved() {
    observations.clear();
  }

  /** What the NAT before this node does, as far as anybody has reported: for display. */
  public MappingBehaviour mapping() {
    return observations.mapping(local, mapped, engine.now().bootNanos());
  }

  /** The same, as far as it is reliable enough to act on. */
  MappingBehaviour provedMapping() {
    return observations.provedMapping(local, mapped, engine.now().bootNanos());
  }

  /** Where this node says that it may be reached, most promising first. */
  public List<Endpoint> endpoints() {
    return offer().candidates();
  }

  /** Local endpoints, then mapped ones, then observed ones. */
  Offer offer() {
    List<Endpoint> candidates =
        new ArrayList<>(local.subList(0, Math.min(local.size(), MAX_LOCAL - mapped.size())));
    mapped.stream().filter(each -> !candidates.contains(each)).forEach(candidates::add);
    candidates.addAll(observations.mostSeen(candidates, MAX_OBSERVED, engine.now().bootNanos()));
    candidates.removeIf(candidate -> !rules.mayLearn(candidate));
    boolean isolated = publicNode != null && isIsolated.getAsBoolean();
    return new Offer(candidates, provedMapping(), publicNode, isolated);
  }

  /** The part of the offer that even a directly connected peer needs; or null. */
  @Nullable Offer publicOffer() {
    return publicNode == null ? null : Offer.ofPublicNode(publicNode);
  }
}
