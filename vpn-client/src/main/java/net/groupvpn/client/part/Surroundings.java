package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.machine.DeviceKeeper;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.machine.NetworkWatch;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.client.os.DeviceName;
import net.groupvpn.client.os.DeviceRoutes;
import net.groupvpn.client.os.Ipv6Switch;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.client.os.RouteTexts;
import net.groupvpn.client.tunnel.InnerDevices;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.MachineNetworks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine around a client: its devices and networks, their present state and their changes. Any
 * thread.
 */
final class Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
  private static final Path PROC = Path.of("/proc");
  private static final Path PROC_NET = Path.of("/proc/net");

  private final Machine machine;
  private final ClientConfig config;

  Surroundings(Machine machine, ClientConfig config) {
    this.machine = machine;
    this.config = config;
  }

  private MachineDevices look() throws IOException {
    return new MachineDevices(machine.devices().list(), DefaultRoutes.devices(PROC_NET));
  }

  private MachineDevices lookOrNothing() {
    try {
      return look();
    } catch (IOException e) {
      LOG.warn("this machine's own addresses are unknown: {}", e.getMessage());
      return new MachineDevices(List.of(), Set.of());
    }
  }

  /** Where others may reach this machine. */
  OwnEndpoint ownEndpoint() {
    return ownEndpoint(lookOrNothing());
  }

  private OwnEndpoint ownEndpoint(MachineDevices devices) {
    return OwnEndpoint.of(
        config.underlay().port(), devices, config.underlay().local().interfaces());
  }

  /** Whether it is the device of a group, of this client's or of another one. */
  boolean isGroups(String device) {
    return isOwn(device) || lookOrNothing().isGroups(device);
  }

  /** Names of all groups' devices, this client's too. */
  Set<String> groups() throws IOException {
    Set<String> names = new HashSet<>(Set.of(config.device().interfaceName()));
    machine.devices().list().stream()
        .filter(NetDevice::isGroups)
        .map(NetDevice::name)
        .filter(DeviceName::isGood)
        .forEach(names::add);
    return names;
  }

  private boolean isOwn(String device) {
    return device.equals(config.device().interfaceName());
  }

  /** Whether to look for members on a device. */
  boolean isUsed(String device) {
    Set<String> wanted = config.underlay().local().interfaces();
    return (wanted.isEmpty() || wanted.contains(device)) && !isGroups(device);
  }

  /** Networks inside this machine. */
  InnerDevices inner() throws IOException {
    MachineDevices now = look();
    return new InnerDevices(now.containers(), now.groupBridges());
  }

  /** What the rules for endpoints need to know. */
  MachineNetworks networks(VirtualNetwork group) {
    return networks(lookOrNothing(), group);
  }

  /** The same for given devices. */
  static MachineNetworks networks(MachineDevices devices, VirtualNetwork group) {
    return devices.networks(
        List.of(
            new AddressRange(group.range().network().toInetAddress(), group.range().prefixBits()),
            new AddressRange(group.serviceAddress6().toInetAddress(), VirtualNetwork.LINK6_BITS)));
  }

  /** The UDP ports of all clients on this machine, as far as their devices show. */
  Set<Integer> clientPorts() {
    return lookOrNothing().groupsPorts();
  }

  /**
   * Reports changes of all that.
   *
   * @throws IOException if the system does not report them
   */
  NetworkWatch watch(NetworkWatch.Listener listener) throws IOException {
    return new NetworkWatch(machine.networkEvents(), this::view, new LinuxBootClock(), listener);
  }

  private NetworkWatch.View view() throws IOException {
    MachineDevices devices = look();
    List<String> routes = RouteTexts.read(PROC_NET, name -> isOwn(name) || devices.isGroups(name));
    return new NetworkWatch.View(ownEndpoint(devices), routes, devices);
  }

  /**
   * Watches the client's own device and restores it.
   *
   * @param onBridge told the bridge that it belongs to, or null, whenever that or its Ethernet
   *     address changes
   * @param onIpv6 called when it loses its IPv6 address or has one again; on the keeper's thread
   * @throws IOException if the system does not report changes
   */
  DeviceKeeper keeper(
      OwnDevice device,
      TapDevice tap,
      Consumer<Boolean> onIpv6,
      Consumer<@Nullable NetDevice> onBridge)
      throws IOException {
    return new DeviceKeeper(
        machine.networkEvents(),
        machine.devices(),
        device,
        environment(device.name(), onIpv6, onBridge),
        tap,
        new LinuxBootClock(),
        () -> NetworkManagers.running(PROC));
  }

  private static DeviceKeeper.Environment environment(
      String device, Consumer<Boolean> onIpv6, Consumer<@Nullable NetDevice> onBridge) {
    return new DeviceKeeper.Environment() {
      @Override
      public @Nullable Set<AddressPrefix> routes() throws IOException {
        return DeviceRoutes.of(PROC_NET, device);
      }

      @Override
      public boolean mayHaveIpv6() {
        return Ipv6Switch.isOn(PROC, device);
      }

      @Override
      public void onIpv6(boolean isOn) {
        onIpv6.accept(isOn);
      }

      @Override
      public void onBridge(@Nullable NetDevice bridge) {
        onBridge.accept(bridge);
      }
    };
  }
}
