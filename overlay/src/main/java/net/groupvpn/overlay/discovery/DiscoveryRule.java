package net.groupvpn.overlay.discovery;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.record.RecordRule;
import net.groupvpn.overlay.id.NodeId;

/** What the public overlay stores: entries of groups, each only as long as its member lives. */
public final class DiscoveryRule implements RecordRule {
  @Override
  public boolean admits(NodeId key, NodeId publisher, byte[] value) {
    return DiscoveryEntry.isGenuine(key, publisher, value);
  }

  @Override
  public long maxTtlMillis() {
    return TimeUnit.NANOSECONDS.toMillis(OverlayDiscovery.ENTRY_NANOS);
  }
}
