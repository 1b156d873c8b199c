package net.groupvpn.client.config;

import java.util.List;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import org.jspecify.annotations.Nullable;

/**
 * What DHCP clients on the device's link get.
 *
 * @param told what they are told beside their address; null for no DHCP server
 * @param machines whether other machines behind the device get addresses and names of their own
 */
public record DhcpConfig(@Nullable DhcpSettings told, boolean machines) {
  /** This machine alone is answered; it is told names and MTU, but no router. */
  public static final DhcpConfig DEFAULT =
      new DhcpConfig(new DhcpSettings(false, true, DataPlane.INNER_MTU_BYTES, List.of()), false);
}
