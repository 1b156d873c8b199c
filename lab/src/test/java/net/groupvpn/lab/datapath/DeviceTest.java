package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Realistic machines: one with six bridges that the kernel lists before its LAN, and a program that
 * changes the group's device.
 */
@NeedsRoot
class DeviceTest {
  private static final int BRIDGES = 6;
  private static final long DIRECT_SECONDS = 20;
  private static final long RESTORED_SECONDS = 2;
  private static final String DEVICE = "gvpn0";

  private static Testbed bed;
  private static TwoSites net;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void aMachineWithManyBridges() {
    bed = new Testbed("device");
    net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvdev");
    Host busy = net.members().get(0);
    for (int i = 0; i < BRIDGES; i++) {
      busy.ip("link", "add", "lab" + i, "type", "bridge");
      busy.ip("link", "add", "guest" + i, "type", "veth", "peer", "name", "inner" + i);
      busy.ip("link", "set", "guest" + i, "master", "lab" + i, "up");
      busy.ip("link", "set", "inner" + i, "up");
      busy.address("lab" + i, "172.20." + i + ".1/24");
    }
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(busy, "port_mapping = false");
    birch = group.install(net.members().get(1), "port_mapping = false");
    List.of(alder, birch).forEach(Member::start);
    List.of(alder, birch).forEach(Member::awaitUp);
    group.awaitAllPairs(DIRECT_SECONDS);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void theLanIsOfferedThoughSixBridgesAreNewer() {
    JsonNode offered = alder.ask("netcheck").path("endpoints");
    assertThat(offered.path(0).asText())
        .as("the first of %s", offered)
        .startsWith(net.addressOf(alder.host()) + ":");
  }

  @Test
  void whatOthersDoToTheDeviceIsPutBack() {
    Host host = alder.host();
    assertRestored("down", "ip", "link", "set", DEVICE, "down");
    assertRestored("flushed", "ip", "addr", "flush", "dev", DEVICE);
    assertRestored("routes", "ip", "route", "flush", "dev", DEVICE);
    assertRestored("routes of IPv6", "ip", "-6", "route", "flush", "dev", DEVICE);
    assertRestored("MTU", "ip", "link", "set", DEVICE, "mtu", "1280");
    host.exec("ip", "link", "set", DEVICE, "down");
    assertRestored("down and up", "ip", "link", "set", DEVICE, "up");
    host.exec("sysctl", "-qw", "net.ipv6.conf." + DEVICE + ".disable_ipv6=1");
    Await.until(
        "that IPv6 is off is said",
        RESTORED_SECONDS,
        () -> alder.status().path("notices").toString().contains("without IPv6"));
    assertRestored(
        "IPv6 off and on", "sysctl", "-qw", "net.ipv6.conf." + DEVICE + ".disable_ipv6=0");
    Await.until("birch is reached", DIRECT_SECONDS, () -> alder.pings(birch.ipv4(), false));
    Await.until("birch is reached by IPv6", DIRECT_SECONDS, () -> alder.pings(birch.ipv6(), true));
    assertThat(alder.process().output()).contains("somebody changed the device gvpn0");
  }

  private static void assertRestored(String what, String... command) {
    String ipv4 = alder.ipv4();
    String ipv6 = alder.ipv6();
    alder.host().exec(command);
    Await.until(
        what + ": as before again",
        RESTORED_SECONDS,
        () -> {
          String shown = alder.host().exec("ip", "addr", "show", "dev", DEVICE);
          return shown.contains("mtu 1420")
              && shown.contains("UP")
              && shown.contains(ipv4)
              && shown.contains("inet6 " + beginning(ipv6))
              && routes("-4").contains(Group.RANGE)
              && routes("-6").contains(beginning(ipv6));
        });
  }

  private static String routes(String family) {
    return alder.host().exec("ip", family, "route", "show", "dev", DEVICE);
  }

  /** The client writes it without abbreviations, the system with them. */
  private static String beginning(String ipv6) {
    return ipv6.substring(0, ipv6.indexOf(':', ipv6.indexOf(':') + 1));
  }
}
