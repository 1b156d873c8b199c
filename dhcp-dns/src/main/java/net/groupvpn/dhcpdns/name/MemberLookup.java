package net.groupvpn.dhcpdns.name;

import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** Finds members. Engine thread; answers at most once, at once or later, null for nobody. */
public interface MemberLookup {
  /** Finds who has a name; {@code label} is in lower case and valid. */
  void byName(String label, Consumer<@Nullable Member> done);

  /** Finds the named member with an IPv4 address. */
  void byAddress(Ipv4Address address, Consumer<@Nullable Member> done);

  /** Finds the named member with an IPv6 address. */
  void byAddress(Ipv6Address address, Consumer<@Nullable Member> done);
}
