package net.groupvpn.overlay.virtual;

import org.jspecify.annotations.Nullable;

/** A host's site, and the box before it. */
final class Place {
  private final int site;
  private final Uplink uplink = new Uplink();
  private @Nullable NatBox nat;
  private int part;
  private boolean udpBlocked;
  private SimulatedNetwork.@Nullable Wire wire;

  Place(int site, @Nullable NatBox nat) {
    this.site = site;
    this.nat = nat;
  }

  int site() {
    return site;
  }

  Uplink uplink() {
    return uplink;
  }

  /** The box before it, or null if there is none. */
  @Nullable NatBox nat() {
    return nat;
  }

  void setNat(@Nullable NatBox other) {
    nat = other;
  }

  /** Hosts of different parts cannot talk. */
  int part() {
    return part;
  }

  void moveTo(int otherPart) {
    part = otherPart;
  }

  boolean isUdpBlocked() {
    return udpBlocked;
  }

  void setUdpBlocked(boolean blocked) {
    udpBlocked = blocked;
  }

  SimulatedNetwork.@Nullable Wire wire() {
    return wire;
  }

  void setWire(SimulatedNetwork.Wire other) {
    wire = other;
  }
}
