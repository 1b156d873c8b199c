package net.groupvpn.dhcpdns.name;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * Has this member found by those who look for a service: one small record for each type, with its
 * name. What the service is stands in the name's lease. Engine thread only.
 */
final class ServicePublisher {
  private static final long TTL_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Overlay overlay;
  private final VirtualNetwork network;
  private final Set<ServiceType> published = new TreeSet<>();
  private @Nullable String publishedLabel;

  ServicePublisher(Overlay overlay, VirtualNetwork network) {
    this.overlay = overlay;
    this.network = network;
  }

  /** From now on these are offered under that name; nothing without one. */
  void publish(@Nullable String label, List<AnnouncedService> services) {
    Set<ServiceType> wanted = new TreeSet<>();
    if (label != null) {
      services.forEach(service -> wanted.add(service.type()));
    }
    for (ServiceType type : published) {
      if (!wanted.contains(type)) {
        overlay.dht().remove(network.keyOfService(type));
      }
    }
    if (label != null) {
      byte[] record = new MemberRecord(overlay.self(), null, new Label(label), true).encode();
      for (ServiceType type : wanted) {
        if (!published.contains(type) || !label.equals(publishedLabel)) {
          overlay.dht().put(network.keyOfService(type), record, TTL_NANOS, stored -> {});
        }
      }
    }
    published.clear();
    published.addAll(wanted);
    publishedLabel = label;
  }
}
