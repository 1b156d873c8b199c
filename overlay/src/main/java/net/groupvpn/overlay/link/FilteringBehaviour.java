package net.groupvpn.overlay.link;

/** What the filter before a node lets in (RFC 4787, section 5). */
public enum FilteringBehaviour {
  /** There was nobody to ask. */
  UNKNOWN,
  /**
   * Accepts anything from an address to which the node has sent, or from anywhere:
   * endpoint-independent or address-dependent. Only a stranger could tell these apart.
   */
  ADDRESS_DEPENDENT_OR_LESS,
  /** Accepts only datagrams from an address and port to which the node has sent. */
  ADDRESS_AND_PORT_DEPENDENT
}
