package net.groupvpn.client.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's routes to networks behind members. A network that this machine is in itself gets
 * none: what is near goes first. Belongs to one thread, but for {@link #refused}.
 */
final class SubnetWays {
  private static final Logger LOG = LoggerFactory.getLogger(SubnetWays.class);

  private final MachineSetup setup;
  private final NetDevices devices;
  private final String device;
  private final Set<AddressRange> routed = new LinkedHashSet<>();
  private volatile Set<AddressRange> refused = Set.of();

  SubnetWays(MachineSetup setup, NetDevices devices, String device) {
    this.setup = setup;
    this.devices = devices;
    this.device = device;
  }

  /** Networks that have no route because this machine is in them. Any thread. */
  Set<AddressRange> refused() {
    return refused;
  }

  /** Has routes to these, and to no others. */
  void follow(List<AddressRange> wanted) {
    List<AddressRange> near;
    try {
      near = ownNetworks();
    } catch (IOException e) {
      LOG.warn("which networks this machine is in is not known: {}", e.getMessage());
      return;
    }
    Set<AddressRange> apart = new LinkedHashSet<>(wanted);
    apart.removeIf(each -> near.stream().anyMatch(own -> SubnetRule.overlap(own, each)));
    Set<AddressRange> left = new LinkedHashSet<>(wanted);
    left.removeAll(apart);
    refused = Set.copyOf(left);
    for (AddressRange gone : List.copyOf(routed)) {
      if (!apart.contains(gone)) {
        routed.remove(gone);
        change(gone, setup::revert);
      }
    }
    for (AddressRange next : apart) {
      routed.add(next);
      change(next, setup::apply);
    }
  }

  /** One that cannot be had does not keep the others from being had. */
  private void change(AddressRange range, Step step) {
    try {
      step.take(route(range));
    } catch (IOException e) {
      LOG.warn("the route to {} stays as it is: {}", SubnetRule.text(range), e.getMessage());
    }
  }

  private interface Step {
    void take(DeviceChange change) throws IOException;
  }

  private DeviceChange route(AddressRange range) {
    return new DeviceChange.Route(device, new AddressPrefix(range.start(), range.bits()));
  }

  private List<AddressRange> ownNetworks() throws IOException {
    List<AddressRange> networks = new ArrayList<>();
    for (NetDevice each : devices.list()) {
      if (!each.name().equals(device)) {
        for (NetDevice.Address address : each.addresses()) {
          networks.add(new AddressRange(address.address(), address.prefixBits()));
        }
      }
    }
    return networks;
  }
}
