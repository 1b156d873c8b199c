package net.groupvpn.overlay.link;

/** How the NAT before a node chooses the outer endpoint (RFC 4787, section 4.1). */
public enum MappingBehaviour {
  /** Too few peers have said what they see. */
  UNKNOWN(0),
  /** The node is seen at an address of its own. */
  NO_NAT(1),
  /** The same outer endpoint whomever the node sends to, so peers can be told of it. */
  ENDPOINT_INDEPENDENT(2),
  /** Another outer port for each destination: a "symmetric" NAT. */
  ENDPOINT_DEPENDENT(3);

  private final int wireValue;

  MappingBehaviour(int wireValue) {
    this.wireValue = wireValue;
  }

  int wireValue() {
    return wireValue;
  }

  /** The behaviour with that value on the wire; values of later versions are unknown. */
  static MappingBehaviour ofWireValue(int wireValue) {
    for (MappingBehaviour behaviour : values()) {
      if (behaviour.wireValue == wireValue) {
        return behaviour;
      }
    }
    return UNKNOWN;
  }
}
