package net.groupvpn.dhcpdns.address;

/** Hears about this member's own IPv4 address. Engine thread. */
public interface AddressListener {
  /** This member owns {@code address} from now on, and no other. */
  void onAddress(Ipv4Address address, long generation);

  /** This address is no longer ours: stop sending from it; another is being claimed. */
  void onAddressLost(Ipv4Address address, String reason);
}
