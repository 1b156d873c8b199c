package net.groupvpn.overlay.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.relay.LinkSet.Leg;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/** The other end's legs, as it told them, combined with this end's own. */
final class FarLegs {
  /** Own legs that are tried while the other end's are unknown. */
  static final int MAX_BLIND = 4;

  /** Bytes that relaying adds to a frame: a record of the leg, and a kind and a node in it. */
  static final int RELAY_BYTES = 51;

  /** A smaller MTU does not pay; longer frames then travel in pieces on the narrow leg. */
  static final int MIN_MTU_BYTES = 548;

  private final RelayContext context;
  private final NodeId peer;
  private final Map<NodeId, Leg> told = new TreeMap<>();
  private boolean known;

  FarLegs(RelayContext context, NodeId peer) {
    this.context = context;
    this.peer = peer;
  }

  void replace(LinkSet set) {
    told.clear();
    known = true;
    for (Leg leg : set.legs()) {
      if (!leg.node().equals(context.self()) && !leg.node().equals(peer)) {
        told.put(leg.node(), leg);
      }
    }
  }

  boolean isKnown() {
    return known;
  }

  @Nullable Leg find(NodeId relay) {
    return told.get(relay);
  }

  Collection<Leg> all() {
    return told.values();
  }

  /**
   * The nodes to which both ends have a leg; while the other end's legs are unknown, some of this
   * end's.
   */
  List<NodeId> common() {
    if (!known) {
      return context.legs().shortest(MAX_BLIND, peer).stream().map(Session::peer).toList();
    }
    List<NodeId> common = new ArrayList<>();
    for (NodeId node : told.keySet()) {
      if (context.legs().find(node) != null) {
        common.add(node);
      }
    }
    return common;
  }

  /** What is known of a relay; {@code probe} may be null. */
  RelayCandidate candidate(NodeId relay, @Nullable RelayProbe probe) {
    Session own = context.legs().find(relay);
    Leg far = told.get(relay);
    long ownAge = own == null ? 0 : context.nowNanos() - own.establishedNanos();
    return new RelayCandidate(
        relay,
        rttNanos(own, far, probe),
        far == null ? ownAge : Math.min(ownAge, far.ageNanos()),
        probe == null ? 0 : probe.loss(),
        context.legs().loadPercent(relay));
  }

  private static long rttNanos(
      @Nullable Session own, @Nullable Leg far, @Nullable RelayProbe probe) {
    if (probe != null && probe.rttNanos() != Session.UNKNOWN_RTT) {
      return probe.rttNanos();
    }
    if (own == null || far == null || own.rttNanos() < 0 || far.rttNanos() < 0) {
      return Session.UNKNOWN_RTT;
    }
    return own.rttNanos() + far.rttNanos();
  }

  /** Longest plaintext of a relayed DATA record, bytes, or 0 if neither leg is known. */
  int mtuBytes(NodeId relay) {
    Session own = context.legs().find(relay);
    Leg far = told.get(relay);
    if (own == null) {
      return 0;
    }
    int legBytes = far == null ? own.mtuBytes() : Math.min(own.mtuBytes(), far.mtuBytes());
    return Math.max(MIN_MTU_BYTES, legBytes - RELAY_BYTES);
  }
}
