package net.groupvpn.client.tunnel;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.DefaultOfTable;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.Rule;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.os.SystemLook;
import org.jspecify.annotations.Nullable;

/**
 * What a plan changes besides the kill switch, in the order in which it is made. Pure.
 *
 * <p>Of three rules the first lets our own packets go as if there were no tunnel; the second has
 * everything else go by the machine's own routes but for its default, so that the LAN, containers
 * and whatever the user has routed stay where they are; the third leads the rest into the tunnel.
 */
final class TunnelChanges {
  /** Has {@code rp_filter} look at routes as if a packet had its connection's mark. */
  static final Sysctl VALID_MARKS = new Sysctl("net.ipv4.conf.all.src_valid_mark", "1");

  private TunnelChanges() {}

  /** Of one family. */
  static List<SystemChange> of(TunnelPlan plan, Family family) {
    TunnelSettings settings = plan.settings();
    List<SystemChange> changes = new ArrayList<>();
    if (family == Family.IPV4) {
      changes.add(VALID_MARKS);
    }
    TunnelPlan.@Nullable Way way = family == Family.IPV4 ? plan.ipv4() : plan.ipv6();
    changes.add(
        new DefaultOfTable(
            family,
            settings.table(),
            plan.device(),
            way == null ? null : new DefaultOfTable.Way(way.service(), way.own())));
    int priority = settings.priority();
    changes.add(new Rule(family, priority, mark(settings, false), SystemLook.MAIN_TABLE, false));
    changes.add(new Rule(family, priority + 1, null, SystemLook.MAIN_TABLE, true));
    changes.add(new Rule(family, priority + 2, mark(settings, true), settings.table(), false));
    return changes;
  }

  private static Rule.Mark mark(TunnelSettings settings, boolean isInverted) {
    return new Rule.Mark(settings.mark(), settings.mask(), isInverted);
  }
}
