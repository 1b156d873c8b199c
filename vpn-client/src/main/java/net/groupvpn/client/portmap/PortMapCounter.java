package net.groupvpn.client.portmap;

import net.groupvpn.overlay.engine.Counter;

/** What port mapping counts, for each protocol by which it asks a router. */
public enum PortMapCounter implements Counter {
  PCP_ASKED("portmap.pcp.asked"),
  PCP_GRANTED("portmap.pcp.granted"),
  PCP_REFUSED("portmap.pcp.refused"),
  PCP_SILENT("portmap.pcp.silent"),
  /** Nothing could be sent, or the router does not listen. */
  PCP_UNREACHABLE("portmap.pcp.unreachable"),
  PCP_GIVEN_BACK("portmap.pcp.given_back"),
  DROPPED_PCP_MALFORMED("dropped.portmap.pcp.malformed"),
  /** The reply answers another question. */
  DROPPED_PCP_UNASKED("dropped.portmap.pcp.unasked"),
  /** The router granted a mapping at which nobody could reach this machine. */
  DROPPED_PCP_USELESS("dropped.portmap.pcp.useless"),

  NAT_PMP_ASKED("portmap.nat_pmp.asked"),
  NAT_PMP_GRANTED("portmap.nat_pmp.granted"),
  NAT_PMP_REFUSED("portmap.nat_pmp.refused"),
  NAT_PMP_SILENT("portmap.nat_pmp.silent"),
  NAT_PMP_UNREACHABLE("portmap.nat_pmp.unreachable"),
  NAT_PMP_GIVEN_BACK("portmap.nat_pmp.given_back"),
  DROPPED_NAT_PMP_MALFORMED("dropped.portmap.nat_pmp.malformed"),
  DROPPED_NAT_PMP_UNASKED("dropped.portmap.nat_pmp.unasked"),
  DROPPED_NAT_PMP_USELESS("dropped.portmap.nat_pmp.useless"),

  UPNP_IGD_ASKED("portmap.upnp_igd.asked"),
  UPNP_IGD_GRANTED("portmap.upnp_igd.granted"),
  UPNP_IGD_REFUSED("portmap.upnp_igd.refused"),
  UPNP_IGD_SILENT("portmap.upnp_igd.silent"),
  UPNP_IGD_UNREACHABLE("portmap.upnp_igd.unreachable"),
  /** A call to the router's service failed. */
  UPNP_IGD_FAILED("portmap.upnp_igd.failed"),
  UPNP_IGD_GIVEN_BACK("portmap.upnp_igd.given_back"),
  /** The router's description could not be fetched or read. */
  DROPPED_UPNP_IGD_DESCRIPTION("dropped.portmap.upnp_igd.description"),
  DROPPED_UPNP_IGD_MALFORMED("dropped.portmap.upnp_igd.malformed"),
  /** A host other than the router answered the search. */
  DROPPED_UPNP_IGD_STRANGER("dropped.portmap.upnp_igd.stranger"),
  DROPPED_UPNP_IGD_USELESS("dropped.portmap.upnp_igd.useless");

  private final String label;

  PortMapCounter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
