package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.device.LocalMac;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.enrol.KeptMachines;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.jspecify.annotations.Nullable;

/** The virtual network card, with its IPv6 address, and the IPv4 address that it gets later. */
public final class DevicePart implements Part {
  /** The notice that there is no IPv6. */
  static final String NO_IPV6 = "no_ipv6";

  private final String interfaceName;
  private final MembershipPart membership;
  private final TapDevice tap;
  private final OwnDevice device;
  private final NetDevices devices;
  private final boolean hasIpv6;
  private final ExecutorService slow;
  private final MachineSaves saves;
  private final OwnAddresses addresses;

  private DevicePart(
      ClientContext context,
      StatePart state,
      MembershipPart membership,
      TapDevice tap,
      OwnDevice device) {
    this.interfaceName = context.config().device().interfaceName();
    this.membership = membership;
    this.tap = tap;
    this.device = device;
    this.devices = context.machine().devices();
    this.hasIpv6 = addIpv6(context, membership, device);
    this.slow = Executors.newSingleThreadExecutor(task -> thread(task, "setup"));
    this.saves =
        new MachineSaves(
            new KeptMachines(state.store()),
            context.notices(),
            Executors.newSingleThreadExecutor(task -> thread(task, "machines")));
    this.addresses =
        new OwnAddresses(
            new OwnAddresses.Device(device, membership.network().range().prefixBits()),
            state.store(),
            slow,
            saves);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Makes the device and switches it on. */
  public static DevicePart open(ClientContext context, StatePart state, MembershipPart membership)
      throws IOException {
    TapDevice tap =
        context
            .machine()
            .openTap(
                context.config().device().interfaceName(),
                LocalMac.of(membership.security().nodeId()),
                context.config().tuning().offloads());
    try {
      OwnDevice device = new OwnDevice(context.setup(), tap.name(), DataPlane.INNER_MTU_BYTES);
      device.bringUp(NetDevice.alias(context.config().underlay().port()));
      return new DevicePart(context, state, membership, tap, device);
    } catch (IOException e) {
      tap.close();
      throw e;
    }
  }

  private static boolean addIpv6(
      ClientContext context, MembershipPart membership, OwnDevice device) {
    InetAddress own =
        membership.network().addressOf(membership.security().nodeId()).toInetAddress();
    try {
      device.addAddress(new AddressPrefix(own, VirtualNetwork.LINK6_BITS));
      return true;
    } catch (IOException e) {
      context.notices().raise(NO_IPV6, "the network goes without IPv6: " + e.getMessage());
      return false;
    }
  }

  TapDevice tap() {
    return tap;
  }

  /** The system's name of the device. */
  public String deviceName() {
    return tap.name();
  }

  OwnDevice device() {
    return device;
  }

  /** Whether it had its IPv6 address when it was opened. */
  boolean hasIpv6() {
    return hasIpv6;
  }

  /** This member's address and name, as they come and go. */
  public OwnAddresses addresses() {
    return addresses;
  }

  @Override
  public String name() {
    return "device";
  }

  @Override
  public void report(Status status) {
    @Nullable String label = addresses.name();
    @Nullable Ipv4Address address = addresses.address();
    status
        .fields()
        .put("name", label == null ? null : label + "." + membership.suffix())
        .put("ipv4", address == null ? null : address.toString())
        .put("ipv6", membership.network().addressOf(status.node().id()).toString())
        .put("interface", interfaceName);
    if (!addresses.machines().isEmpty()) {
      status.fields().set("machines", MachineReport.of(addresses.machines(), membership.suffix()));
    }
  }

  @Override
  public void end() throws IOException, InterruptedException {
    slow.shutdownNow();
    try {
      saves.end();
    } finally {
      tap.close();
      device.giveBack(devices);
    }
  }
}
