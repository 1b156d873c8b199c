package net.groupvpn.client.part;

import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.resolver.DnsState;
import net.groupvpn.client.resolver.ResolverPlan;
import net.groupvpn.client.resolver.ResolverSetup;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.ReverseZones;
import org.jspecify.annotations.Nullable;

/** Makes this machine's resolver ask for the group's names, while there is an address. */
public final class ResolverPart implements Part {
  private final ResolverSetup resolver;

  private ResolverPart(ResolverSetup resolver) {
    this.resolver = resolver;
  }

  /** Waits for this member's address. */
  public static ResolverPart start(
      ClientContext context, MembershipPart membership, DevicePart device) {
    VirtualNetwork network = membership.network();
    ResolverPlan plan =
        new ResolverPlan(
            device.deviceName(),
            network.serviceAddress4().toString(),
            membership.suffix(),
            ReverseZones.of(network));
    ResolverPart part =
        new ResolverPart(
            new ResolverSetup(
                context.config().device().dns(),
                plan,
                context.setup(),
                context.machine().questions(),
                context.config().stateDir()));
    device.addresses().watch(part::onUsable);
    return part;
  }

  /** Whether this machine asks the group's server for all names, as in full tunnel. Blocks. */
  public void askForAll(boolean all) {
    resolver.askForAll(all);
  }

  private void onUsable(@Nullable Ipv4Address address) {
    if (address == null) {
      resolver.withdraw();
    } else {
      resolver.apply();
    }
  }

  @Override
  public String name() {
    return "resolver";
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    resolver.check();
  }

  @Override
  public void report(Status status) {
    DnsState dns = resolver.state();
    status
        .fields()
        .putObject("dns")
        .put("by", dns.by())
        .put("active", dns.isActive())
        .put("text", dns.text());
  }

  @Override
  public void end() {
    resolver.close();
  }
}
