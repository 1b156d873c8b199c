package net.groupvpn.lab.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;

/**
 * A traveller in a network that is not trusted, gateways in others, and a web server beyond.
 *
 * <pre>
 *   traveller, gate2 (198.18.1.0/24) -- router -- gate1, gate3 (198.18.2.0/24)
 *                                          |
 *                            portal, mirror (198.18.0.0/24)
 * </pre>
 */
final class TunnelBed implements AutoCloseable {
  /** The web server's addresses; it answers with the address from which it was asked. */
  static final String WEB = "198.18.0.80";

  static final String WEB6 = "2001:db8::80";

  private static final String PATIENT_SECONDS = "3";
  private static final int WEB_NUMBER = 80;
  private static final long SOON_SECONDS = 60;

  private final Testbed bed;
  private final TwoSites net;
  private final Group group;
  private final Member traveller;
  private final List<Member> gateways = new ArrayList<>();
  private final Host mirror;

  /**
   * All are up; whoever is a gateway offers itself.
   *
   * @param settings further lines of the traveller's configuration file; those that begin with
   *     {@code gateway} are for every gateway's
   */
  TunnelBed(String name, int gatewayCount, String... settings) {
    bed = new Testbed(name);
    List<String> names = new ArrayList<>(List.of("traveller"));
    for (int i = 1; i <= gatewayCount; i++) {
      names.add("gate" + i);
    }
    net = new TwoSites(bed, names);
    net.attachThisMachine("gv" + name);
    mirror = net.addServer("mirror", WEB_NUMBER);
    mirror.ip("addr", "add", WEB6 + "/64", "dev", "eth0", "nodad");
    mirror.ip("-6", "route", "add", "default", "via", "2001:db8::254");
    List<String> command = new ArrayList<>(JavaCommand.of(MirrorMain.class, "-Xmx64m"));
    command.add(WEB);
    mirror.start("web", command).awaitOutput(MirrorMain.READY, SOON_SECONDS);
    group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS, "--crl-interval", "PT2S");
    traveller = group.install(net.members().get(0), lines(settings, false));
    for (Host host : net.members().subList(1, net.members().size())) {
      List<String> lines = new ArrayList<>(List.of(lines(settings, true)));
      lines.add("gateway = true");
      lines.add("gateway_dns = \"" + WEB + "\"");
      lines.add("gateway_label = \"" + host.name() + " label\"");
      lines.add("gateway_probe = [\"" + WEB + "\", \"" + WEB6 + "\"]");
      gateways.add(group.install(host, lines.toArray(String[]::new)));
    }
    gateways.forEach(gate -> group.owner().allowGateway(group.page(), gate.host().name()));
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
    gateways.forEach(TunnelBed::awaitOffered);
  }

  private static String[] lines(String[] settings, boolean ofGateways) {
    return Arrays.stream(settings)
        .filter(line -> line.startsWith("gateway") == ofGateways)
        .toArray(String[]::new);
  }

  static void awaitOffered(Member gateway) {
    Await.until(
        gateway.host().name() + " offers itself: " + gateway.status().path("gateway"),
        SOON_SECONDS,
        () -> gateway.status().path("gateway").path("ipv4").asBoolean());
  }

  /** Waits until the traveller uses some gateway, and answers which. */
  Member awaitGateway() {
    Await.until("the traveller has a gateway", SOON_SECONDS, () -> !exitNode().isEmpty());
    String node = exitNode();
    return gateways.stream().filter(gate -> gate.node().equals(node)).findFirst().orElseThrow();
  }

  /** The node ID of the gateway in use, or nothing. */
  String exitNode() {
    JsonNode exit = traveller.status().path("exit_node");
    return exit.path("state").asText().equals("up") ? exit.path("node").asText() : "";
  }

  /** What the web server sees as the traveller's address; nothing if it is not reached. */
  String webSees(String address) {
    return webSees(address, PATIENT_SECONDS);
  }

  /** The same of a connection that is given up after so long. */
  String webSees(String address, String seconds) {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    Commands.Result result =
        traveller.host().tryExec("curl", "-sS", "--max-time", seconds, "http://" + host + "/");
    return result.isSuccess() ? result.output().strip() : "";
  }

  /** Begins to look for what leaves the traveller's machine for the web server in the open. */
  Capture watchForLeaks(String file) {
    return Capture.start(
        traveller.host(),
        "eth0",
        bed.directory().resolve(file + ".pcap"),
        "host",
        WEB,
        "or",
        "host",
        WEB6);
  }

  /** All of the traveller's machine that is to be as it was, line by line. */
  List<String> machine() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip -d addr show dev eth0",
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table all",
            "nft list ruleset",
            "cat /etc/resolv.conf",
            "sysctl -a --pattern net.ipv[46].conf.(all|default|eth0)")) {
      traveller.host().exec(command.split(" ", 0)).lines().forEach(all::add);
    }
    return all;
  }

  /** The web server's host. */
  Host mirror() {
    return mirror;
  }

  Testbed bed() {
    return bed;
  }

  TwoSites net() {
    return net;
  }

  Group group() {
    return group;
  }

  Member traveller() {
    return traveller;
  }

  List<Member> gateways() {
    return gateways;
  }

  @Override
  public void close() {
    bed.close();
  }
}
