package net.groupvpn.overlay.dht.rpc;

import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** A node that a lookup has heard of, and what became of it. */
final class Candidate {
  enum State {
    UNASKED,
    ASKED,
    ANSWERED,
    SILENT
  }

  final NodeId node;

  /** Which units say that they have a session with it. */
  final Set<NodeId> vouchers = new TreeSet<>();

  State state = State.UNASKED;

  /** What it belongs to: as its certificate says once it has answered, else as it is named. */
  @Nullable NodeId unit;

  /** The unit on whose word alone it was asked, until it has answered. */
  @Nullable NodeId askedFor;

  /** This node has a session with it. */
  boolean isKnown;

  /** It has had time to answer, and nobody needs to wait on unless others vouch for it. */
  boolean isLate;

  private boolean isDisputed;

  Candidate(NodeId node) {
    this.node = node;
  }

  /** Somebody names it as a node of {@code named}; those who disagree leave the unit open. */
  void name(NodeId named) {
    if (state != State.ANSWERED && !isKnown && !isDisputed) {
      isDisputed = unit != null && !unit.equals(named);
      unit = isDisputed ? null : named;
    }
  }

  /** This node has a session with it, and so has seen its certificate. */
  void know(NodeId certified) {
    isKnown = true;
    unit = certified;
  }

  void answered(NodeId certified) {
    state = State.ANSWERED;
    unit = certified;
  }

  boolean isAnswered() {
    return state == State.ANSWERED;
  }
}
