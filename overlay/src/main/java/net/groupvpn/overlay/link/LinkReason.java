package net.groupvpn.overlay.link;

import java.util.EnumSet;
import java.util.Set;
import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;

/** Why a node wants a link. */
public enum LinkReason implements WireCode {
  /** The peer is one of the closest to this node. */
  SIBLING(0),
  /** The peer covers a part of the ID space for greedy routing. */
  BUCKET(1),
  /** Traffic flows to the peer. */
  ON_DEMAND(2),
  /** The link makes a relay possible. */
  OVERLAP(3),
  /** The peer helps this node to join. */
  BOOTSTRAP(4);

  private static final CodeTable<LinkReason> CODES = new CodeTable<>("reason for a link", values());

  private final int code;

  LinkReason(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The reason with that code. */
  static LinkReason of(int code) throws WireException {
    return CODES.get(code);
  }

  /** The set as a bit mask. */
  static int toBits(Set<LinkReason> reasons) {
    int bits = 0;
    for (LinkReason reason : reasons) {
      bits |= 1 << reason.code;
    }
    return bits;
  }

  /** The set that {@code bits} encodes; unknown bits are ignored. */
  static Set<LinkReason> ofBits(int bits) {
    Set<LinkReason> reasons = EnumSet.noneOf(LinkReason.class);
    for (LinkReason reason : values()) {
      if ((bits & 1 << reason.code) != 0) {
        reasons.add(reason);
      }
    }
    return reasons;
  }
}
