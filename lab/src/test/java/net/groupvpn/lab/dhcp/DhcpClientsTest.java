package net.groupvpn.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.lab.names.PrivateSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The DHCP clients of Debian on a member's own device, whose kernel leaves checksums to the device
 * or does not: each gets the very address that the group's lease holds, and for no longer.
 */
@NeedsRoot
class DhcpClientsTest {
  private static final long SOON_SECONDS = 40;

  /** Nine tenths of an hour: how long an address is used without a renewal of its lease. */
  private static final int MAX_LEASE_SECONDS = 3_240;

  private static final String DEVICE = "gvpn0";

  private static Testbed bed;
  private static Member alder;
  private static Host host;
  private static Path udhcpcScript;

  @BeforeAll
  static void aMemberWithDebiansClients() throws IOException {
    bed = new Testbed("dhcp");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvdhcp");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    group.install(net.members().get(1)).start();
    host = net.members().get(0);
    alder =
        Member.install(host, bed.directory().resolve("alder"), group.admit("alder"), Group.SUFFIX);
    Path folder = Files.createDirectories(bed.directory().resolve("alder-system"));
    PrivateSystem.furnish(
        host, folder, PrivateSystem.unpack("dhcp-clients", bed.directory().resolve("clients")));
    udhcpcScript =
        Files.writeString(
            bed.directory().resolve("udhcpc-script"),
            "#!/bin/sh\n/etc/udhcpc/default.script \"$@\"\necho \"script ended: $1\"\n");
    assertThat(udhcpcScript.toFile().setExecutable(true)).isTrue();
    alder.start().awaitUp();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void setOffloads(String state) {
    host.exec("ethtool", "-K", DEVICE, "tx", state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void dhclient(String offloads) {
    setOffloads(offloads);
    List<String> command =
        List.of("dhclient", "-4", "-v", "-d", "-lf", "/run/leases", "-pf", "/run/dhclient", DEVICE);
    HostProcess first = host.start("dhclient", command);
    first.awaitOutput("bound to " + alder.ipv4(), SOON_SECONDS);
    assertThat(first.output()).contains("DHCPOFFER of " + alder.ipv4() + " from 10.128.0.1");
    first.stop();

    // It knows its last lease, and only asks whether that is still good.
    HostProcess second = host.start("dhclient", command);
    second.awaitOutput("bound to " + alder.ipv4(), SOON_SECONDS);
    assertThat(second.output()).doesNotContain("DHCPDISCOVER");
    assertThat(host.exec("cat", "/run/leases"))
        .contains("option domain-name \"office.gvpn\"", "option domain-name-servers 10.128.0.1");
    releases(
        () -> host.exec("dhclient", "-r", "-lf", "/run/leases", "-pf", "/run/dhclient", DEVICE));
    host.exec("rm", "-f", "/run/leases");
    second.stop();
    assertUnharmed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void udhcpc(String offloads) {
    setOffloads(offloads);
    String script = udhcpcScript.toString();
    HostProcess client =
        host.start(
            "udhcpc",
            List.of("udhcpc", "-fvR", "-i", DEVICE, "-x", "hostname:other", "-s", script));
    Pattern lease = Pattern.compile("lease of " + alder.ipv4() + " obtained.*lease time (\\d+)");
    Await.until("udhcpc has it", SOON_SECONDS, () -> lease.matcher(client.output()).find());
    assertIsTime(lease, client.output());

    // By unicast, with a checksum that the kernel may leave to the device.
    long before = alder.counter(ServiceCounter.DHCP_ACKNOWLEDGED.label());
    host.exec("kill", "-USR1", Long.toString(client.pid()));
    Await.until(
        "udhcpc has renewed it: " + client.output(),
        SOON_SECONDS,
        () -> alder.counter(ServiceCounter.DHCP_ACKNOWLEDGED.label()) > before);
    Await.until(
        "udhcpc knows", SOON_SECONDS, () -> lease.matcher(client.output()).results().count() == 2);
    // Its script sets the address anew, with which the kernel forgets the server's Ethernet
    // address.
    client.awaitOutput("script ended: renew", SOON_SECONDS);
    releases(client::stop);
    assertUnharmed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void dhcpcd(String offloads) {
    setOffloads(offloads);
    HostProcess client =
        host.start("dhcpcd", List.of("dhcpcd", "-4", "-B", "-d", "--noipv4ll", DEVICE));
    Pattern lease = Pattern.compile("leased " + alder.ipv4() + " for (\\d+) seconds");
    Await.until("dhcpcd has it", SOON_SECONDS, () -> lease.matcher(client.output()).find());
    assertIsTime(lease, client.output());

    long before = alder.counter(ServiceCounter.DHCP_ACKNOWLEDGED.label());
    host.exec("dhcpcd", "-4", "--rebind", DEVICE);
    Await.until(
        "dhcpcd has asked all for it again: " + client.output(),
        SOON_SECONDS,
        () -> alder.counter(ServiceCounter.DHCP_ACKNOWLEDGED.label()) > before);
    Await.until(
        "dhcpcd knows", SOON_SECONDS, () -> lease.matcher(client.output()).results().count() == 2);
    releases(() -> host.exec("dhcpcd", "-4", "--release", DEVICE));
    client.stop();
    assertUnharmed();
  }

  private static void assertIsTime(Pattern lease, String output) {
    Matcher matcher = lease.matcher(output);
    assertThat(matcher.find()).isTrue();
    assertThat(Integer.parseInt(matcher.group(1))).isBetween(1, MAX_LEASE_SECONDS);
  }

  private static void releases(Runnable release) {
    // Clients send it and take their address away at once, so the way must be known before.
    host.exec("ping", "-n", "-c1", "-W5", Group.SERVICE_ADDRESS);
    long before = alder.counter(ServiceCounter.DHCP_RELEASED.label());
    release.run();
    Await.until(
        "the client gives its lease back",
        SOON_SECONDS,
        () -> alder.counter(ServiceCounter.DHCP_RELEASED.label()) > before);
  }

  /** Whatever a DHCP client did to the device: the member has its address there, and no other. */
  private static void assertUnharmed() {
    String own = "inet " + alder.ipv4() + "/16";
    Await.until(
        "the device has its address",
        SOON_SECONDS,
        () -> host.exec("ip", "-4", "addr", "show", DEVICE).contains(own));
    assertThat(host.exec("ip", "-4", "-o", "addr", "show", DEVICE).lines()).hasSize(1);
    Commands.Result ping = host.tryExec("ping", "-n", "-c1", "-W2", Group.SERVICE_ADDRESS);
    assertThat(ping.isSuccess()).as(ping.output()).isTrue();
    assertThat(alder.counter("data.dropped.outbound.dhcp")).isZero();
    assertThat(alder.counter(ServiceCounter.DROPPED_DHCP_RATE.label())).isZero();
  }
}
