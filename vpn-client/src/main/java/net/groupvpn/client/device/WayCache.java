package net.groupvpn.client.device;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The last answer of {@link Underlay#wayTo}: most datagrams go where the one before went. */
final class WayCache {
  private @Nullable Underlay underlay;
  private @Nullable InetAddress to;
  private @Nullable LanWay way;

  /** As {@link Underlay#wayTo}. */
  @Nullable LanWay find(Underlay around, InetAddress address) {
    if (!address.equals(to) || !around.equals(underlay)) {
      way = around.wayTo(address);
      underlay = around;
      to = address;
    }
    return way;
  }
}
