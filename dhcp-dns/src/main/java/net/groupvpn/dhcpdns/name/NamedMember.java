package net.groupvpn.dhcpdns.name;

import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A member, as known to a quorum.
 *
 * @param node its node ID
 * @param label its name, owned by it
 * @param address4 its IPv4 address, owned by it; null while it has none
 * @param address6 its IPv6 address
 * @param hasIpv6 whether it is reached by that address, as it claims: a machine may have IPv6
 *     switched off
 * @param services what it offers, as it claims
 */
public record NamedMember(
    NodeId node,
    Label label,
    @Nullable Ipv4Address address4,
    Ipv6Address address6,
    boolean hasIpv6,
    List<AnnouncedService> services) {
  public NamedMember {
    services = List.copyOf(services);
  }

  /** A member that offers nothing. */
  public NamedMember(
      NodeId node,
      Label label,
      @Nullable Ipv4Address address4,
      Ipv6Address address6,
      boolean hasIpv6) {
    this(node, label, address4, address6, hasIpv6, List.of());
  }

  /** Its service of that type, or null. */
  @Nullable AnnouncedService service(ServiceType type) {
    return services.stream()
        .filter(service -> service.type().equals(type))
        .findFirst()
        .orElse(null);
  }
}
