package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevice.Address;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.MachineNetworks;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;

class MachineDevicesTest {
  private static final int MTU = 1_500;

  private final List<NetDevice> devices = new ArrayList<>();

  private void add(String name, String kind, String alias, int master, String... prefixes) {
    List<Address> addresses = Arrays.stream(prefixes).map(MachineDevicesTest::address).toList();
    devices.add(
        new NetDevice(
            devices.size() + 1, name, kind, alias, true, true, master, MTU, addresses, 0));
  }

  private static Address address(String prefix) {
    boolean isDeprecated = prefix.startsWith("old ");
    String[] parts = prefix.replace("old ", "").split("/", -1);
    return new Address(ip(parts[0]), Integer.parseInt(parts[1]), isDeprecated);
  }

  private static InetAddress ip(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text), text);
  }

  private List<String> addresses(String... wanted) {
    return new MachineDevices(devices, Set.of("eth0"))
        .addresses(Set.of(wanted)).stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void theDefaultRoutesDeviceComesFirstThoughTheKernelListsItLast() {
    add("wg0", "wireguard", "", 0, "10.9.0.2/24");
    add("veth1", "veth", "", 0, "10.50.0.1/24");
    add("docker0", "bridge", "", 0, "172.17.0.1/16");
    add("vethd", "veth", "", 3);
    add("eth1", "", "", 0, "192.0.2.9/24");
    add("eth0", "", "", 0, "198.51.100.7/24");
    add("lo", "", "", 0, "127.0.0.1/8");
    assertThat(addresses())
        .containsExactly("198.51.100.7", "192.0.2.9", "10.50.0.1", "172.17.0.1", "10.9.0.2");
  }

  @Test
  void aDeviceIsAContainersByItsNameUnlessItLeadsOut() {
    add("docker0", "bridge", "", 0, "172.17.0.1/16");
    add("veth1", "veth", "", 1);
    add("br-lan", "bridge", "", 0, "192.168.7.2/24");
    add("vnet0", "tun", "", 3);
    add("eth0", "", "", 3);
    add("br-empty", "bridge", "", 0, "172.18.0.1/16");
    add("lxcbr\"0", "bridge", "", 0);
    add("veth9", "veth", "", 0, "198.51.100.7/24");
    add("virbr0", "bridge", "", 0, "192.168.122.1/24");
    add("virbr0-nic", "tun", "", 9);
    add("br0", "bridge", "", 0, "172.19.0.1/16");
    assertThat(new MachineDevices(devices, Set.of("veth9")).containers())
        .containsExactlyInAnyOrder("docker0", "veth1", "vnet0", "br-empty", "virbr0", "virbr0-nic");
  }

  @Test
  void whatComesFromAGroupComesByItsBridge() {
    add("br0", "bridge", "", 0, "10.128.0.7/16");
    add("gvpn0", "tun", NetDevice.alias(7_400), 1);
    add("br1", "bridge", "", 0);
    add("veth1", "veth", "", 3);
    assertThat(new MachineDevices(devices, Set.of()).groupBridges()).containsExactly("br0");
  }

  @Test
  void bridgesWithoutAPortAndDevicesOfGroupsAreNoWay() {
    for (int i = 0; i < 6; i++) {
      add("br" + i, "bridge", "", 0, "172.20." + i + ".1/24");
    }
    add("gvpn0", "tun", NetDevice.alias(7_400), 0, "10.128.0.7/16");
    add("eth0", "", "", 0, "198.51.100.7/24");
    assertThat(addresses()).containsExactly("198.51.100.7");
  }

  @Test
  void deprecatedAddressesAreNeverOfferedAndOneOfEachFamilyComesFirst() {
    add(
        "eth0",
        "",
        "",
        0,
        "old 2001:db8::1/64",
        "2001:db8::2/64",
        "2001:db8::3/64",
        "198.51.100.7/24",
        "198.51.100.8/24",
        "fe80::1/64");
    add("eth1", "", "", 0, "192.0.2.9/24");
    assertThat(addresses())
        .containsExactly(
            "2001:db8:0:0:0:0:0:2",
            "198.51.100.7",
            "192.0.2.9",
            "2001:db8:0:0:0:0:0:3",
            "198.51.100.8");
  }

  @Test
  void onlyTheWantedDevicesAreLookedAt() {
    add("eth0", "", "", 0, "198.51.100.7/24");
    add("eth1", "", "", 0, "192.0.2.9/24");
    assertThat(addresses("eth1", "missing0")).containsExactly("192.0.2.9");
  }

  @Test
  void theNetworksOfGroupsAndOtherVpnsAreTold() {
    add("gvpn1", "tun", NetDevice.alias(7_401), 0, "10.129.0.7/16", "fd00::7/48", "fe80::1/64");
    add("tun0", "tun", "", 0, "10.9.0.2/24");
    add("eth0", "", "", 0, "198.51.100.7/24");
    MachineDevices machine = new MachineDevices(devices, Set.of());
    AddressRange own = new AddressRange(ip("10.128.0.0"), 16);
    MachineNetworks networks = machine.networks(List.of(own));
    assertThat(networks.groups())
        .containsExactly(
            own, new AddressRange(ip("10.129.0.7"), 16), new AddressRange(ip("fd00::7"), 48));
    assertThat(networks.otherVpns()).containsOnlyKeys(new AddressRange(ip("10.9.0.2"), 24));
    assertThat(networks.isAlone()).isFalse();
    assertThat(machine.groupsPorts()).containsExactly(7_401);
    assertThat(machine.isGroups("gvpn1")).isTrue();
    assertThat(machine.isGroups("tun0")).isFalse();
  }

  @Test
  void aMachineWithLoopbackAloneIsAlone() {
    add("lo", "", "", 0, "127.0.0.1/8");
    add("gvpn0", "tun", NetDevice.alias(7_400), 0, "10.128.0.7/16");
    assertThat(new MachineDevices(devices, Set.of()).networks(List.of()).isAlone()).isTrue();
  }
}
