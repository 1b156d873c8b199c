package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Product;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Members behind symmetric NATs whose routers map ports on request. Such members never reach each
 * other directly without that, so a direct path is due to the mapped port.
 */
@NeedsRoot
class PortMappingTest {
  private static final long MAPPED_SECONDS = 20;
  private static final long DIRECT_SECONDS = 30;

  private static final long START_SECONDS = 20;
  private static final int OUTSIDE = 200;
  private static final int PORTS = 2;

  private static Testbed bed;
  private static NatWorld world;
  private static Lane lane;
  private static Member far;

  @BeforeAll
  static void open() {
    bed = new Testbed("portmapping");
    world = new NatWorld(bed);
    lane = new Lane(bed, world, 1);
    far = lane.member("far", NatKind.SYMMETRIC);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @AfterEach
  void stop() {
    far.stop();
  }

  private static Member behind(String name, PortMappers.Speaks speaks, String... settings) {
    PortMappers mappers = new PortMappers(bed.directory(), speaks);
    return lane.member(name, NatKind.SYMMETRIC, mappers, settings);
  }

  private static Host routerOf(Member near) {
    return bed.host("r-" + near.host().name());
  }

  private static String path(Member from, Member to) {
    String node = to.node();
    for (JsonNode peer : from.peers()) {
      if (peer.path("node").asText().equals(node)) {
        return peer.path("path").asText();
      }
    }
    return "";
  }

  /** The mapped port for datagrams, as {@code netcheck} shows it. */
  private static JsonNode awaitMapped(Member near) {
    Await.until(
        near.host().name() + " has mapped ports",
        MAPPED_SECONDS,
        () -> PortMappers.mappedPorts(routerOf(near)) == PORTS);
    // The router has the mappings a moment before the client has its answers.
    JsonNode ports = awaitNetcheckKnows(near);
    assertThat(ports.path(0).path("transport").asText()).isEqualTo("udp");
    assertThat(ports.path(1).path("transport").asText()).isEqualTo("tcp");
    return ports.path(0);
  }

  private static JsonNode awaitNetcheckKnows(Member near) {
    Await.until(
        "netcheck on " + near.host().name() + " tells of them",
        MAPPED_SECONDS,
        () -> near.ask("netcheck").path("mapped_ports").size() == PORTS);
    assertThat(near.ask("netcheck").path("port_mapping").asText()).isEqualTo("mapped");
    return near.ask("netcheck").path("mapped_ports");
  }

  private static void isReachedDirectly(PortMappers.Speaks speaks, String method) {
    Member near = behind(method, speaks);
    near.start().awaitUp();
    JsonNode port = awaitMapped(near);
    assertThat(port.path("method").asText()).isEqualTo(method);
    assertThat(port.path("endpoint").asText()).startsWith("192.0.1.").endsWith(":7400");

    far.start().awaitUp();
    long nanos =
        Await.until(
            near + " and " + far + " meet directly",
            DIRECT_SECONDS,
            () ->
                near.host().tryExec("ping", "-c1", "-W1", far.ipv4()).isSuccess()
                    && path(far, near).equals("direct " + port.path("endpoint").asText())
                    && path(near, far).startsWith("direct"));
    System.out.printf("%s: direct %d ms after the second was up%n", method, nanos / 1_000_000);
    assertThat(near.ask("netcheck").path("mapping").asText()).isNotEqualTo("no-nat");

    near.stop();
    Await.until(
        "the port is given back",
        MAPPED_SECONDS,
        () -> PortMappers.mappedPorts(routerOf(near)) == 0);
  }

  @Test
  void aPortThatPcpMapsIsReachedDirectly() {
    isReachedDirectly(PortMappers.Speaks.PCP, "pcp");
  }

  @Test
  void aPortThatNatPmpMapsIsReachedDirectly() {
    isReachedDirectly(PortMappers.Speaks.NAT_PMP, "nat-pmp");
  }

  @Test
  void aPortThatUpnpMapsIsReachedDirectly() {
    isReachedDirectly(PortMappers.Speaks.UPNP_IGD, "upnp-igd");
  }

  @Test
  void aMappedTcpPortIsReachedWhereUdpIsBlocked() {
    Member near = behind("accepting", PortMappers.Speaks.PCP);
    near.start().awaitUp();
    awaitMapped(near);
    JsonNode port = near.ask("netcheck").path("mapped_ports").path(1);

    Member blocked = lane.member("blocked", NatKind.UDP_BLOCKED);
    blocked.start().awaitUp();
    Await.until(
        blocked + " reaches " + near + " by TCP",
        DIRECT_SECONDS,
        () ->
            blocked.host().tryExec("ping", "-c1", "-W1", near.ipv4()).isSuccess()
                && path(blocked, near).equals("stream " + port.path("endpoint").asText()));
    blocked.stop();
    near.stop();
  }

  @Test
  void aPublicNodeAtHomeIsReachedByItsMappedPorts() {
    PortMappers mappers = new PortMappers(bed.directory(), PortMappers.Speaks.NAT_PMP);
    Host home = world.memberThatMayMap("homenode", NatKind.PORT_RESTRICTED, mappers);
    Host router = bed.host("r-homenode");
    List<String> arguments =
        List.of("node", "--state-dir", bed.directory().resolve("homenode-state").toString());
    HostProcess node =
        home.start("node", Product.command("groupvpn", List.of(), arguments))
            .awaitOutput("groupvpn node ready", START_SECONDS);
    Await.until(
        "both ports are mapped", MAPPED_SECONDS, () -> PortMappers.mappedPorts(router) == PORTS);

    Host outside = world.server("outside", OUTSIDE);
    assertThat(PortMappers.rules(router)).contains("dnat ip to 192.168.1.2:7400");
    outside.exec("bash", "-c", "exec 3<>/dev/tcp/" + homeAddress(router) + "/443");
    node.stop();
    Await.until("both are given back", MAPPED_SECONDS, () -> PortMappers.mappedPorts(router) == 0);
  }

  private static String homeAddress(Host router) {
    String wan = router.exec("ip", "-4", "-brief", "address", "show", "wan0");
    return wan.replaceFirst("(?s).* (192\\.0\\.1\\.[0-9]+)/.*", "$1");
  }

  @Test
  void aMemberWithANewAddressAsksAgain() {
    Member near = behind("moving", PortMappers.Speaks.PCP);
    near.start().awaitUp();
    String before = awaitMapped(near).path("endpoint").asText();

    near.host().ip("addr", "del", "192.168.1.2/24", "dev", "eth0");
    near.host().address("eth0", "192.168.1.9/24").defaultRoute("192.168.1.254");
    Await.until(
        "a port leads to the new address",
        MAPPED_SECONDS,
        () -> PortMappers.rules(routerOf(near)).contains("dnat ip to 192.168.1.9:7400"));

    // The old mapping keeps the old port until it expires.
    JsonNode port = awaitNetcheckKnows(near).path(0);
    assertThat(port.path("endpoint").asText()).startsWith("192.0.1.").isNotEqualTo(before);
    near.stop();
    Await.until(
        "the port is given back",
        MAPPED_SECONDS,
        () -> !PortMappers.rules(routerOf(near)).contains("192.168.1.9"));
  }

  @Test
  void aMemberThatMustNotAskDoesNot() {
    Member near = behind("silent", PortMappers.Speaks.PCP, "port_mapping = false");
    near.start().awaitUp();
    far.start().awaitUp();
    Await.until(
        near + " and " + far + " meet by a relay",
        DIRECT_SECONDS,
        () -> path(far, near).startsWith("relay"));
    assertThat(PortMappers.mappedPorts(routerOf(near))).isZero();
    assertThat(near.ask("netcheck").path("port_mapping").asText()).isEqualTo("off");
    near.stop();
  }
}
