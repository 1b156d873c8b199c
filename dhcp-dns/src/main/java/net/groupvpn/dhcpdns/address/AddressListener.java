package net.groupvpn.dhcpdns.address;

/** Told about this member's own IPv4 address. Engine thread. */
public interface AddressListener {
  /** This member owns {@code address} from now on, and no other. */
  void onAddress(Ipv4Address address, long generation);

  /** It does no longer, and must not send from it; another one will come. */
  void onAddressLost(Ipv4Address address, String reason);
}
