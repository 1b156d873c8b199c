package net.groupvpn.lab.natgrid;

import java.util.ArrayList;
import java.util.List;

/** Two kinds that meet, the other members, and the worst acceptable path. */
record Pairing(NatKind a, NatKind b, Company company) {
  private static final String BETWEEN = "/";

  /** With a third, open member. */
  Pairing(NatKind a, NatKind b) {
    this(a, b, Company.OPEN_MEMBER);
  }

  /** Each kind of the grid with each, and the special pairs, always with an open member. */
  static List<Pairing> all() {
    return pairs(Company.OPEN_MEMBER);
  }

  /** The same without an open member, with three alike, and with an open member that leaves. */
  static List<Pairing> withoutOpenMember() {
    List<Pairing> all = new ArrayList<>(pairs(Company.NOBODY));
    for (Company company : List.of(Company.THIRD_ALIKE, Company.LEAVING_MEMBER)) {
      all.add(new Pairing(NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC, company));
      all.add(new Pairing(NatKind.SYMMETRIC, NatKind.SYMMETRIC, company));
      all.add(new Pairing(NatKind.CGNAT, NatKind.UDP_BLOCKED, company));
    }
    return all;
  }

  private static List<Pairing> pairs(Company company) {
    List<Pairing> all = new ArrayList<>();
    List<NatKind> kinds = NatKind.grid();
    for (int i = 0; i < kinds.size(); i++) {
      for (NatKind other : kinds.subList(i, kinds.size())) {
        all.add(new Pairing(kinds.get(i), other, company));
      }
    }
    all.add(new Pairing(NatKind.IPV6_ONLY, NatKind.DUAL_STACK, company));
    all.add(new Pairing(NatKind.ONE_NAT, NatKind.ONE_NAT, company));
    all.add(new Pairing(NatKind.TWO_VLANS, NatKind.TWO_VLANS, company));
    return all;
  }

  /** The name, {@code symmetric/open} or {@code symmetric/open+alone}. */
  String label() {
    return a.label() + BETWEEN + b.label() + company.suffix();
  }

  /** Whether {@code wanted} names this pairing; the order does not matter. */
  boolean isNamed(String text) {
    return text.equals(label()) || text.equals(b.label() + BETWEEN + a.label() + company.suffix());
  }

  /**
   * One of the two maps each destination to another port, and the other admits known ports only.
   */
  boolean needsLuck() {
    return (a.isSymmetric() && b == NatKind.PORT_RESTRICTED)
        || (b.isSymmetric() && a == NatKind.PORT_RESTRICTED);
  }

  /** The worst acceptable path. */
  ReachKind expected() {
    if (a == NatKind.UDP_BLOCKED || b == NatKind.UDP_BLOCKED) {
      return a == NatKind.OPEN || b == NatKind.OPEN ? ReachKind.STREAM : byOthers();
    }
    boolean bothSymmetric = a.isSymmetric() && b.isSymmetric();
    return bothSymmetric || needsLuck() || a == NatKind.TWO_VLANS ? byOthers() : ReachKind.DIRECT;
  }

  private ReachKind byOthers() {
    return company == Company.OPEN_MEMBER ? ReachKind.RELAY : ReachKind.OVERLAY;
  }
}
