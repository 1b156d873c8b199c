package net.groupvpn.overlay.link;

import java.util.EnumSet;
import java.util.Set;
import net.groupvpn.overlay.wire.WireException;

/** Why a node wants a link. */
public enum LinkReason {
  /** The peer is one of the closest to this node. */
  SIBLING(0),
  /** The peer covers a part of the ID space for greedy routing. */
  BUCKET(1),
  /** There is traffic for the peer. */
  ON_DEMAND(2),
  /** The link makes a relay possible. */
  OVERLAP(3),
  /** The peer helps this node to join. */
  BOOTSTRAP(4);

  private final int wireValue;

  LinkReason(int wireValue) {
    this.wireValue = wireValue;
  }

  /** Its value on the wire, and its bit in a set. */
  int wireValue() {
    return wireValue;
  }

  /** The reason with that value on the wire. */
  static LinkReason ofWireValue(int wireValue) throws WireException {
    for (LinkReason reason : values()) {
      if (reason.wireValue == wireValue) {
        return reason;
      }
    }
    throw new WireException("unknown reason for a link");
  }

  /** The set as bits. */
  static int toBits(Set<LinkReason> reasons) {
    int bits = 0;
    for (LinkReason reason : reasons) {
      bits |= 1 << reason.wireValue;
    }
    return bits;
  }

  /** The set that {@code bits} names; bits of later versions are ignored. */
  static Set<LinkReason> ofBits(int bits) {
    Set<LinkReason> reasons = EnumSet.noneOf(LinkReason.class);
    for (LinkReason reason : values()) {
      if ((bits & 1 << reason.wireValue) != 0) {
        reasons.add(reason);
      }
    }
    return reasons;
  }
}
