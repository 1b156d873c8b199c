package net.groupvpn.client.os;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.MachineNetworks;

/**
 * What follows from this machine's devices: the addresses at which others may reach it, and the
 * networks that must not be used. Pure.
 *
 * @param devices in the kernel's order, which says nothing about their use
 * @param leadingOut names of the devices that a default route uses
 */
public record MachineDevices(List<NetDevice> devices, Set<String> leadingOut) {
  /** How the kernel classifies layer-3 devices of other virtual private networks. */
  private static final Set<String> VPN_KINDS =
      Set.of("tun", "wireguard", "ppp", "ipip", "gre", "sit", "ip6tnl", "vti", "vti6", "xfrm");

  /** Networks that end inside this machine: those of virtual machines and containers. */
  private static final Pattern INNER_NAMES =
      Pattern.compile(
          "(docker|br-|virbr|vnet|veth|lxc|lxd|podman|cni|flannel|cali|kube|vbox|vmnet).*");

  private static final String BRIDGE = "bridge";
  private static final String VETH = "veth";

  /** Ports of a bridge that end inside this machine; any other leads to a network outside. */
  private static final Set<String> INNER_PORTS = Set.of(VETH, "tun", "dummy");

  /** How likely others are to reach this machine at an address of a device. */
  private enum Use {
    LEADS_OUT,
    USUAL,
    INNER,
    OTHER_VPN
  }

  public MachineDevices {
    devices = List.copyOf(devices);
    leadingOut = Set.copyOf(leadingOut);
  }

  /** Whether a device belongs to a group, of this client or of another one. */
  public boolean isGroups(String name) {
    return devices.stream().anyMatch(each -> each.name().equals(name) && each.isGroups());
  }

  /** The UDP ports of this machine's clients, as far as their devices show. */
  public Set<Integer> groupsPorts() {
    return devices.stream()
        .map(NetDevice::groupsPort)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .collect(Collectors.toSet());
  }

  /**
   * The addresses at which others may reach this machine, most useful first: one of each family per
   * device, then the rest.
   *
   * @param wanted names of the devices to use; empty for all
   */
  public List<InetAddress> addresses(Set<String> wanted) {
    List<InetAddress> first = new ArrayList<>();
    List<InetAddress> rest = new ArrayList<>();
    devices.stream()
        .filter(device -> wanted.isEmpty() || wanted.contains(device.name()))
        .filter(this::mayBeReached)
        .sorted(Comparator.comparing(this::use))
        .forEach(device -> add(device, first, rest));
    first.addAll(rest);
    return first;
  }

  private boolean mayBeReached(NetDevice device) {
    return device.isUp()
        && device.hasCarrier()
        && !device.isLoopback()
        && !device.isGroups()
        && (!device.kind().equals(BRIDGE) || hasPort(device));
  }

  private boolean hasPort(NetDevice bridge) {
    return devices.stream().anyMatch(each -> each.master() == bridge.index());
  }

  private Use use(NetDevice device) {
    if (VPN_KINDS.contains(device.kind())) {
      return Use.OTHER_VPN;
    }
    if (leadingOut.contains(device.name())) {
      return Use.LEADS_OUT;
    }
    return device.kind().equals(VETH) || INNER_NAMES.matcher(device.name()).matches()
        ? Use.INNER
        : Use.USUAL;
  }

  /**
   * Names of the devices of containers' and virtual machines' networks. A device that leads out of
   * this machine is none of them, whatever its name: one with a default route, or a bridge with a
   * port that is no virtual card, through which a host or its machines reach the LAN.
   */
  public Set<String> containers() {
    return devices.stream()
        .filter(device -> INNER_NAMES.matcher(device.name()).matches())
        .filter(device -> DeviceName.isGood(device.name()) && !device.isGroups())
        .filter(device -> !leadingOut.contains(device.name()) && !hasOuterPort(device))
        .map(NetDevice::name)
        .collect(Collectors.toSet());
  }

  /** Names of bridges with a group's device in them. */
  public Set<String> groupBridges() {
    return devices.stream()
        .filter(bridge -> bridge.kind().equals(BRIDGE) && DeviceName.isGood(bridge.name()))
        .filter(
            bridge ->
                devices.stream()
                    .anyMatch(port -> port.isGroups() && port.master() == bridge.index()))
        .map(NetDevice::name)
        .collect(Collectors.toSet());
  }

  private boolean hasOuterPort(NetDevice bridge) {
    return devices.stream()
        .anyMatch(
            port ->
                port.master() == bridge.index()
                    && (leadingOut.contains(port.name()) || !INNER_PORTS.contains(port.kind())));
  }

  private static void add(NetDevice device, List<InetAddress> first, List<InetAddress> rest) {
    boolean has4 = false;
    boolean has6 = false;
    for (NetDevice.Address each : device.addresses()) {
      InetAddress address = each.address();
      boolean is4 = address instanceof Inet4Address;
      if (!each.isDeprecated() && isUseful(address)) {
        ((is4 ? has4 : has6) ? rest : first).add(address);
        has4 |= is4;
        has6 |= !is4;
      }
    }
  }

  private static boolean isUseful(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isAnyLocalAddress();
  }

  /**
   * What the rules for endpoints need to know.
   *
   * @param own networks of this client's group, whether or not its device has addresses yet
   */
  public MachineNetworks networks(List<AddressRange> own) {
    List<AddressRange> groups = new ArrayList<>(own);
    Map<AddressRange, String> otherVpns = new LinkedHashMap<>();
    boolean isAlone = true;
    for (NetDevice device : devices) {
      isAlone &= device.isLoopback() || device.isGroups() || device.addresses().isEmpty();
      for (NetDevice.Address each : device.addresses()) {
        AddressRange range = new AddressRange(each.address(), each.prefixBits());
        if (each.address().isLinkLocalAddress()) {
          continue;
        }
        if (device.isGroups()) {
          groups.add(range);
        } else if (use(device) == Use.OTHER_VPN) {
          otherVpns.put(range, device.name());
        }
      }
    }
    return new MachineNetworks(groups.stream().distinct().toList(), otherVpns, isAlone);
  }
}
