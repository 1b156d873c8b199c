package net.groupvpn.client.portmap;

/** The protocol by which a port was mapped; best first. */
public enum MappingMethod {
  /** RFC 6887. */
  PCP("pcp", "PCP"),
  /** RFC 6886. */
  NAT_PMP("nat-pmp", "NAT-PMP"),
  /** UPnP Internet Gateway Device, WANIPConnection or WANPPPConnection. */
  UPNP_IGD("upnp-igd", "UPnP-IGD");

  private final String label;
  private final String title;

  MappingMethod(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** The name in JSON. */
  public String label() {
    return label;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** The name of a counter of this protocol. */
  String counter(String what) {
    return "portmap." + label.replace('-', '_') + "." + what;
  }

  /** The name of a counter of its replies that were dropped. */
  String dropped(String why) {
    return "dropped." + counter(why);
  }
}
