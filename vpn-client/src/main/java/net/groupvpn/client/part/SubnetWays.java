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
    try {
      List<AddressRange> near = ownNetworks();
      Set<AddressRange> apart = new LinkedHashSet<>(wanted);
      apart.removeIf(each -> near.stream().anyMatch(own -> SubnetRule.overlap(own, each)));
      Set<AddressRange> left = new LinkedHashSet<>(wanted);
      left.removeAll(apart);
      refused = Set.copyOf(left);
      for (AddressRange gone : List.copyOf(routed)) {
        if (!apart.contains(gone)) {
          remove(gone);
        }
      }
      for (AddressRange next : apart) {
        setup.apply(route(next));
        routed.add(next);
      }
    } catch (IOException e) {
      LOG.warn("not all networks behind members have routes: {}", e.getMessage());
    }
  }

  private void remove(AddressRange gone) throws IOException {
    routed.remove(gone);
    setup.revert(route(gone));
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
