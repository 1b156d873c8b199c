package net.groupvpn.overlay.dht.rpc;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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

  /** The units that claim a session with it, and the unit that each says it belongs to. */
  final Map<NodeId, NodeId> vouchers = new TreeMap<>();

  State state = State.UNASKED;

  /** Its unit by its certificate; null until this node has seen that. */
  @Nullable NodeId unit;

  /** The unit that alone named it when it was asked, until it has answered. */
  @Nullable NodeId askedFor;

  /** This node has a session with it. */
  boolean isKnown;

  /** It has had time to answer; nobody need wait for it unless others vouch for it. */
  boolean isLate;

  Candidate(NodeId node) {
    this.node = node;
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

  /** Whether it was asked or has answered, and its certificate was seen. */
  boolean isProved() {
    return unit != null && state != State.UNASKED;
  }

  /** Its unit: by its certificate, otherwise as more than half of the vouchers say. */
  @Nullable NodeId supposedUnit() {
    return unit != null ? unit : unitSaidByMoreThan(vouchers.size());
  }

  /**
   * The unit that it has a seat for although it stays silent: as this node knows, or as most of the
   * answering units say; null if it has no seat.
   */
  @Nullable NodeId unitIfSilent(int answeredUnits) {
    return isKnown ? unit : unitSaidByMoreThan(answeredUnits);
  }

  /** The unit that more than half of {@code units} name; others cannot make that doubtful. */
  private @Nullable NodeId unitSaidByMoreThan(int units) {
    Map<NodeId, Integer> count = new HashMap<>();
    for (NodeId said : vouchers.values()) {
      if (2 * count.merge(said, 1, Integer::sum) > units) {
        return said;
      }
    }
    return null;
  }
}
