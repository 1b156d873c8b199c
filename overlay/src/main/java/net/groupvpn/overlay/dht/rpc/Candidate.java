package net.groupvpn.overlay.dht.rpc;

import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** A node that a look-up has heard of, with its state. */
final class Candidate {
  enum State {
    UNASKED,
    ASKED,
    ANSWERED,
    SILENT
  }

  final NodeId node;

  /** The units that claim a session with it. */
  final Set<NodeId> vouchers = new TreeSet<>();

  State state = State.UNASKED;

  /** Its unit: by its certificate once it has answered, otherwise as others name it. */
  @Nullable NodeId unit;

  /** The unit that alone named it when it was asked, until it has answered. */
  @Nullable NodeId askedFor;

  /** This node has a session with it. */
  boolean isKnown;

  /** It has had time to answer; nobody need wait for it unless others vouch for it. */
  boolean isLate;

  private boolean isDisputed;

  Candidate(NodeId node) {
    this.node = node;
  }

  /** Another node names it as a node of {@code named}; if namers disagree, the unit stays open. */
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
