package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A traveller whose machine has more on it than a network card: containers behind a bridge, as
 * docker sets one up, a service for others, and a client of a second group.
 *
 * <pre>
 *   box (172.17.0.2) -- docker0 (172.17.0.1) traveller eth0 -- router -- gate1, web
 *                                            gvpn0, gvpn1
 * </pre>
 */
@NeedsRoot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TravellersMachineTest {
  private static final long SOON_SECONDS = 30;
  private static final int SERVICE_PORT = 2_222;
  private static final int PCAP_HEADER_BYTES = 24;

  private static TunnelBed lab;
  private static Host machine;
  private static Host box;
  private static Member second;

  @BeforeAll
  static void aTravellerWithContainersAndASecondGroup() {
    lab = new TunnelBed("mach", 1);
    machine = lab.traveller().host();
    lab.traveller().stop();
    box = startContainers();
    second = joinSecondGroup();
    Await.until(
        "no address is tentative",
        SOON_SECONDS,
        () -> !machine.exec("ip", "addr", "show").contains("tentative"));
  }

  /** What docker does: a bridge, forwarding, and addresses translated on their way out. */
  private static Host startContainers() {
    Host container = lab.bed().host("box");
    machine.forwarding();
    machine.ip("link", "add", "docker0", "type", "bridge");
    machine.address("docker0", "172.17.0.1/16");
    lab.bed().cable(container, "eth0", machine, "veth0");
    machine.ip("link", "set", "veth0", "master", "docker0");
    container.address("eth0", "172.17.0.2/16").defaultRoute("172.17.0.1");
    machine.exec(
        "nft",
        "add table ip nat;"
            + " add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat; };"
            + " add rule ip nat POSTROUTING ip saddr 172.17.0.0/16 oifname != docker0 masquerade;"
            + " add table ip filter;"
            + " add chain ip filter FORWARD"
            + " { type filter hook forward priority filter; policy drop; };"
            + " add rule ip filter FORWARD ct state established,related accept;"
            + " add rule ip filter FORWARD iifname docker0 accept");
    return container;
  }

  private static Member joinSecondGroup() {
    Person owner = lab.group().owner();
    String page = owner.createGroup("field", "10.129.0.0/16", "field.gvpn");
    return Member.install(
            machine,
            lab.bed().directory().resolve("second"),
            owner.downloadGroupFile(page),
            "field.gvpn",
            "interface = \"gvpn1\"",
            "port = 7410",
            "stream_port = 7410",
            "port_mapping = false")
        .start()
        .awaitUp();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  private static List<String> state() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip -d addr show",
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table all",
            "nft -s list ruleset",
            "sysctl -a --pattern net.ipv[46].conf",
            "cat /etc/resolv.conf")) {
      machine
          .exec(command.split(" ", 0))
          .lines()
          .map(line -> line.replaceAll("(valid_lft|expires) .*|_timer +[0-9.]+", ""))
          .forEach(all::add);
    }
    return all;
  }

  private static String boxSees() {
    Commands.Result result =
        box.tryExec("curl", "-sS", "--max-time", "3", "http://" + TunnelBed.WEB + "/");
    return result.isSuccess() ? result.output().strip() : "";
  }

  private static String addressOf(Member member) {
    return lab.net().addressOf(member.host());
  }

  private static void enterTunnel() {
    lab.traveller().start().awaitUp();
    assertThat(lab.traveller().run("exit-node", "auto").isSuccess()).isTrue();
    Member gate = lab.awaitGateway();
    Await.until(
        "the web sees the gateway",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(addressOf(gate)));
  }

  @Test
  @Order(1)
  void containersGoThroughTheTunnelAndServicesAnswerFromTheRealAddress() {
    List<String> before = state();
    assertThat(boxSees()).as("without a tunnel").isEqualTo(addressOf(lab.traveller()));
    enterTunnel();
    Await.until(
        "containers go through the gateway",
        SOON_SECONDS,
        () -> boxSees().equals(addressOf(lab.gateways().get(0))));
    List<String> command = new ArrayList<>(JavaCommand.of(GreetingServer.class, "-Xmx32m"));
    command.add(Integer.toString(SERVICE_PORT));
    HostProcess service =
        machine.start("service", command).awaitOutput(GreetingServer.READY, SOON_SECONDS);
    String url = "http://%s:%d/".formatted(addressOf(lab.traveller()), SERVICE_PORT);
    assertThat(lab.mirror().exec("curl", "-sS", "-m", "5", url)).isEqualTo(TunnelBed.WEB);
    service.stop();
    assertThat(second.isUp()).as("the second group").isTrue();
    assertThat(lab.traveller().run("exit-node", "off").isSuccess()).isTrue();
    assertThat(lab.traveller().run("down").isSuccess()).isTrue();
    assertThat(state()).containsExactlyElementsOf(before);
  }

  @Test
  @Order(2)
  void whatGoesToTheGatewaysPublicAddressTravelsInside() {
    enterTunnel();
    Member gate = lab.gateways().get(0);
    Capture capture =
        Capture.start(
            machine,
            "eth0",
            lab.bed().directory().resolve("inside.pcap"),
            "host " + addressOf(gate) + " and (icmp or tcp port " + SERVICE_PORT + ")");
    List<String> command = new ArrayList<>(JavaCommand.of(GreetingServer.class, "-Xmx32m"));
    command.add(Integer.toString(SERVICE_PORT));
    HostProcess service =
        gate.host().start("service", command).awaitOutput(GreetingServer.READY, SOON_SECONDS);
    String url = "http://%s:%d/".formatted(addressOf(gate), SERVICE_PORT);
    assertThat(machine.exec("curl", "-sS", "-m", "5", url)).isEqualTo(lab.traveller().ipv4());
    assertThat(lab.traveller().pings(addressOf(gate), false)).isTrue();
    service.stop();
    assertThat(capture.stop().bytes()).hasSizeLessThanOrEqualTo(PCAP_HEADER_BYTES);
  }

  @Test
  @Order(3)
  void afterAKillTheMachineIsAsBeforeOnceItIsTidied() {
    assertThat(lab.traveller().run("exit-node", "off").isSuccess()).isTrue();
    assertThat(lab.traveller().run("down").isSuccess()).isTrue();
    List<String> before = state();
    for (String way : List.of("down", "cleanup")) {
      enterTunnel();
      lab.traveller().process().kill();
      assertThat(lab.webSees(TunnelBed.WEB)).as("the kill switch holds").isEmpty();
      if (way.equals("down")) {
        lab.traveller().start().awaitUp();
      }
      assertThat(lab.traveller().run(way).isSuccess()).as(way).isTrue();
      assertThat(state()).as("killed, then " + way).containsExactlyElementsOf(before);
    }
  }
}
