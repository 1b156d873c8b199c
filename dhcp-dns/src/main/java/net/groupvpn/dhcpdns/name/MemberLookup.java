package net.groupvpn.dhcpdns.name;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.overlay.dht.Finding;

/** Finds members. Engine thread; answers at most once, at once or later. */
public interface MemberLookup {
  /** Finds the member with a name. */
  void byName(Label label, Consumer<Finding<NamedMember>> done);

  /** Finds the named member with an IPv4 address. */
  void byAddress(Ipv4Address address, Consumer<Finding<NamedMember>> done);

  /** Finds the named member with an IPv6 address. */
  void byAddress(Ipv6Address address, Consumer<Finding<NamedMember>> done);

  /** Finds members that offer a service, ordered by name; not all if there are very many. */
  void byService(ServiceType type, Consumer<Finding<List<NamedMember>>> done);
}
