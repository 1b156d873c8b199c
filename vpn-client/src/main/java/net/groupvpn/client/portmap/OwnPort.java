package net.groupvpn.client.portmap;

/**
 * A port of this machine to be mapped by a router.
 *
 * @param number 1 to 65,535
 */
public record OwnPort(Transport transport, int number) {
  /** Its transport protocol. */
  public enum Transport {
    UDP(17, 1),
    TCP(6, 2);

    private final int protocolNumber;
    private final int natPmpOpcode;

    Transport(int protocolNumber, int natPmpOpcode) {
      this.protocolNumber = protocolNumber;
      this.natPmpOpcode = natPmpOpcode;
    }

    /** The IANA protocol number. */
    int protocolNumber() {
      return protocolNumber;
    }

    /** The opcode of its NAT-PMP request (RFC 6886, section 3.3). */
    int natPmpOpcode() {
      return natPmpOpcode;
    }
  }

  /** A port for datagrams. */
  public static OwnPort udp(int number) {
    return new OwnPort(Transport.UDP, number);
  }

  /** A port where connections are accepted. */
  public static OwnPort tcp(int number) {
    return new OwnPort(Transport.TCP, number);
  }

  @Override
  public String toString() {
    return transport + " port " + number;
  }
}
