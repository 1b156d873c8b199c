package net.groupvpn.overlay.virtual;

/** Kinds of NAT boxes (RFC 3489's names; RFC 4787's behaviours), and a firewall. */
public enum NatType {
  /** No box: everything that is sent to the host arrives. */
  OPEN(false, Filter.NONE),
  /** One external port per internal port; everybody may use it. */
  FULL_CONE(false, Filter.NONE),
  /** One external port; only addresses to which the host has sent may use it. */
  ADDRESS_RESTRICTED(false, Filter.ADDRESS),
  /** One external port; only addresses and ports to which the host has sent may use it. */
  PORT_RESTRICTED(false, Filter.PORT),
  /** An external port for each destination; only that destination may use it. */
  SYMMETRIC(true, Filter.PORT),
  /** No UDP at all, in either direction. */
  UDP_BLOCKED(false, Filter.ALL),
  /**
   * The host keeps its address and port; only addresses and ports to which it has sent may reach
   * it.
   */
  FIREWALL(false, Filter.PORT);

  /** Which sources may send datagrams in. */
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
