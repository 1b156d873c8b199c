package net.groupvpn.overlay.link;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;

/** How the NAT before a node chooses the external endpoint (RFC 4787, section 4.1). */
public enum MappingBehaviour implements WireCode {
  /** Too few peers have reported what they see. */
  UNKNOWN(0),
  /** The node is seen at an address of its own. */
  NO_NAT(1),
  /** The same external endpoint for every destination, so peers can be told of it. */
  ENDPOINT_INDEPENDENT(2),
  /** Another external port for each destination: a "symmetric" NAT. */
  ENDPOINT_DEPENDENT(3);

  private static final CodeTable<MappingBehaviour> CODES =
      new CodeTable<>("mapping behaviour", values());

  private final int code;

  MappingBehaviour(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The behaviour with that code; unknown codes of later versions give {@code UNKNOWN}. */
  static MappingBehaviour of(int code) {
    MappingBehaviour known = CODES.find(code);
    return known == null ? UNKNOWN : known;
  }
}
