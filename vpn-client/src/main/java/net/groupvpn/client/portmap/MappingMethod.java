package net.groupvpn.client.portmap;

/** The protocol by which a port was mapped; best first. */
public enum MappingMethod {
  /** RFC 6887. */
  PCP(
      "pcp",
      "PCP",
      PortMapCounter.PCP_ASKED,
      PortMapCounter.PCP_GRANTED,
      PortMapCounter.PCP_UNREACHABLE,
      PortMapCounter.PCP_GIVEN_BACK),
  /** RFC 6886. */
  NAT_PMP(
      "nat-pmp",
      "NAT-PMP",
      PortMapCounter.NAT_PMP_ASKED,
      PortMapCounter.NAT_PMP_GRANTED,
      PortMapCounter.NAT_PMP_UNREACHABLE,
      PortMapCounter.NAT_PMP_GIVEN_BACK),
  /** UPnP Internet Gateway Device, WANIPConnection or WANPPPConnection. */
  UPNP_IGD(
      "upnp-igd",
      "UPnP-IGD",
      PortMapCounter.UPNP_IGD_ASKED,
      PortMapCounter.UPNP_IGD_GRANTED,
      PortMapCounter.UPNP_IGD_UNREACHABLE,
      PortMapCounter.UPNP_IGD_GIVEN_BACK);

  private final String label;
  private final String title;
  private final PortMapCounter asked;
  private final PortMapCounter granted;
  private final PortMapCounter unreachable;
  private final PortMapCounter givenBack;

  MappingMethod(
      String label,
      String title,
      PortMapCounter asked,
      PortMapCounter granted,
      PortMapCounter unreachable,
      PortMapCounter givenBack) {
    this.label = label;
    this.title = title;
    this.asked = asked;
    this.granted = granted;
    this.unreachable = unreachable;
    this.givenBack = givenBack;
  }

  /** The name in JSON. */
  public String label() {
    return label;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  PortMapCounter asked() {
    return asked;
  }

  PortMapCounter granted() {
    return granted;
  }

  PortMapCounter unreachable() {
    return unreachable;
  }

  PortMapCounter givenBack() {
    return givenBack;
  }
}
