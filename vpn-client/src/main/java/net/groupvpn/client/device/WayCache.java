package net.groupvpn.client.device;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The last answer of {@link UplinkNetworks#wayTo}: most datagrams go where the one before went. */
final class WayCache {
  private @Nullable UplinkNetworks underlay;
  private @Nullable InetAddress to;
  private @Nullable LanWay way;

  /** As {@link UplinkNetworks#wayTo}. */
  @Nullable LanWay find(UplinkNetworks around, InetAddress address) {
    if (!address.equals(to) || !around.equals(underlay)) {
      way = around.wayTo(address);
      underlay = around;
      to = address;
    }
    return way;
  }
}
