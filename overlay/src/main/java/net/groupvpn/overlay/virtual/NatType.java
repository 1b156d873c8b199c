package net.groupvpn.overlay.virtual;

/** Kinds of NAT boxes (RFC 3489's names; RFC 4787's behaviours), and a firewall. */
public enum NatType {
  /** No box: whatever is sent to the host arrives. */
  OPEN(false, Filter.NONE),
  /** One outside port per inside port; everybody may use it. */
  FULL_CONE(false, Filter.NONE),
  /** One outside port; only addresses that were sent to may use it. */
  ADDRESS_RESTRICTED(false, Filter.ADDRESS),
  /** One outside port; only addresses and ports that were sent to may use it. */
  PORT_RESTRICTED(false, Filter.PORT),
  /** An outside port of its own for each destination, which alone may use it. */
  SYMMETRIC(true, Filter.PORT),
  /** No UDP at all, either way. */
  UDP_BLOCKED(false, Filter.ALL),
  /**
   * The host keeps its address and port; only addresses and ports that were sent to may reach it.
   */
  FIREWALL(false, Filter.PORT);

  /** From whom datagrams come in. */
  enum Filter {
    NONE,
    ADDRESS,
    PORT,
    ALL
  }

  private final boolean portPerDestination;
  private final Filter filter;

  NatType(boolean portPerDestination, Filter filter) {
    this.portPerDestination = portPerDestination;
    this.filter = filter;
  }

  boolean hasPortPerDestination() {
    return portPerDestination;
  }

  boolean translates() {
    return this != OPEN && this != FIREWALL;
  }

  Filter filter() {
    return filter;
  }
}
