package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.util.Set;

/**
 * Names of devices that the kill switch must know besides the groups' own.
 *
 * @param containers those of containers' and virtual machines' networks
 * @param groupBridges bridges with a group's device in them: what comes from the group comes by
 *     them
 */
public record InnerDevices(Set<String> containers, Set<String> groupBridges) {
  /** None. */
  public static final InnerDevices NONE = new InnerDevices(Set.of(), Set.of());

  public InnerDevices {
    containers = Set.copyOf(containers);
    groupBridges = Set.copyOf(groupBridges);
  }

  /** Looks at the machine. */
  public interface Look {
    /**
     * As they are now; blocks.
     *
     * @throws IOException if that cannot be told: then none is let through
     */
    InnerDevices look() throws IOException;
  }
}
