package net.groupvpn.client.part;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** Tells systemd that the client has started, and which address it has. */
public final class ServicePart implements Part {
  private final ServiceNotifier notifier = ServiceNotifier.ofEnvironment();

  private ServicePart() {}

  /** Must be started last. */
  public static ServicePart start(DevicePart device) {
    ServicePart part = new ServicePart();
    device.addresses().watch(part::onUsable);
    part.notifier.ready();
    return part;
  }

  private void onUsable(@Nullable Ipv4Address address) {
    notifier.status(address == null ? "looking for an address" : "up with " + address);
  }

  @Override
  public String name() {
    return "service";
  }
}
