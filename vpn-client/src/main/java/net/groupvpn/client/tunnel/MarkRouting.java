package net.groupvpn.client.tunnel;

import java.util.List;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;

/** By rules that tell packets apart by their mark. */
final class MarkRouting implements Routing {
  @Override
  public RoutingMode mode() {
    return RoutingMode.MARK;
  }

  @Override
  public List<SystemChange> changes(TunnelPlan plan, Family family) {
    return TunnelChanges.of(plan, family);
  }

  /** Without the others the kill switch refuses IPv6, or a strict rp_filter some answers. */
  @Override
  public boolean isNeeded(SystemChange change) {
    return (change instanceof SystemChange.Rule rule && rule.family() == Family.IPV4)
        || (change instanceof SystemChange.DefaultOfTable way && way.family() == Family.IPV4);
  }
}
