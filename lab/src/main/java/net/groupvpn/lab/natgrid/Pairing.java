package net.groupvpn.lab.natgrid;

import java.util.ArrayList;
import java.util.List;

/** Two kinds that meet, and the worst path that is good enough for them. */
record Pairing(NatKind a, NatKind b) {
  private static final String BETWEEN = "/";

  /** Each kind of the grid with each, and the two special pairs. */
  static List<Pairing> all() {
    List<Pairing> all = new ArrayList<>();
    List<NatKind> kinds = NatKind.grid();
    for (int i = 0; i < kinds.size(); i++) {
      for (NatKind other : kinds.subList(i, kinds.size())) {
        all.add(new Pairing(kinds.get(i), other));
      }
    }
    all.add(new Pairing(NatKind.IPV6_ONLY, NatKind.DUAL_STACK));
    all.add(new Pairing(NatKind.ONE_NAT, NatKind.ONE_NAT));
    return all;
  }

  /** The name, {@code symmetric/open}. */
  String label() {
    return a.label() + BETWEEN + b.label();
  }

  /** Whether somebody means this one; the order does not matter. */
  boolean isNamed(String text) {
    return text.equals(label()) || text.equals(b.label() + BETWEEN + a.label());
  }

  /** One of both maps each destination to another port, and the other one admits known ports. */
  boolean needsLuck() {
    return (a.isSymmetric() && b == NatKind.PORT_RESTRICTED)
        || (b.isSymmetric() && a == NatKind.PORT_RESTRICTED);
  }

  /** The worst path that is as it should be. */
  PathKind expected() {
    if (a == NatKind.UDP_BLOCKED || b == NatKind.UDP_BLOCKED) {
      return a == NatKind.OPEN || b == NatKind.OPEN ? PathKind.STREAM : PathKind.RELAY;
    }
    boolean bothSymmetric = a.isSymmetric() && b.isSymmetric();
    return bothSymmetric || needsLuck() ? PathKind.RELAY : PathKind.DIRECT;
  }
}
