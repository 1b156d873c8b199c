package net.groupvpn.lab.natgrid;

import java.util.Arrays;
import java.util.List;

/** The kind of network between a member and the Internet. */
enum NatKind {
  /** A public address and no filter. */
  OPEN("open"),
  /** Endpoint-independent mapping and filtering (RFC 4787). */
  FULL_CONE("full-cone"),
  /** Endpoint-independent mapping, address-dependent filtering. */
  ADDRESS_RESTRICTED("address-restricted"),
  /** Endpoint-independent mapping, address and port-dependent filtering. */
  PORT_RESTRICTED("port-restricted"),
  /**
   * Address and port-dependent mapping to random ports, with address and port-dependent filtering.
   */
  SYMMETRIC("symmetric"),
  /** One such NAT at home and another at the carrier. */
  CGNAT("cgnat"),
  /** All UDP is dropped. */
  UDP_BLOCKED("udp-blocked"),
  /** No IPv4; IPv6 behind a filter that lets only answers in. */
  IPV6_ONLY("ipv6-only"),
  /** IPv4 behind a port-restricted NAT, IPv6 behind a filter that lets only answers in. */
  DUAL_STACK("dual-stack"),
  /** Both members behind one port-restricted NAT without hairpinning. */
  ONE_NAT("one-nat"),
  /** The same, each in a VLAN of its own, with no traffic between the VLANs. */
  TWO_VLANS("two-vlans");

  /** The first kinds, this many, make up the grid. */
  private static final int IN_GRID = 7;

  private final String label;

  NatKind(String label) {
    this.label = label;
  }

  /** The name in tables and in JSON. */
  String label() {
    return label;
  }

  /** The kinds that are paired with each other. */
  static List<NatKind> grid() {
    return Arrays.asList(values()).subList(0, IN_GRID);
  }

  /** Whether it maps each destination to another random port. */
  boolean isSymmetric() {
    return this == SYMMETRIC || this == CGNAT;
  }

  /** Whether its members have IPv6. */
  boolean hasIpv6() {
    return this == IPV6_ONLY || this == DUAL_STACK;
  }
}
