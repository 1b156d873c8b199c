package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Members behind symmetric NATs whose routers are asked for a port. Two such members never reach
 * each other directly without one, so a direct path is the mapped port's work.
 */
@NeedsRoot
class PortMappingTest {
  private static final long MAPPED_SECONDS = 20;
  private static final long DIRECT_SECONDS = 30;

  private static Testbed bed;
  private static Lane lane;
  private static Member far;

  @BeforeAll
  static void open() {
    bed = new Testbed("portmapping");
    lane = new Lane(bed, new NatWorld(bed), 1);
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

  /** The mapped port as {@code netcheck} has it. */
  private static JsonNode awaitMapped(Member near) {
    Await.until(
        near.host().name() + " has a mapped port",
        MAPPED_SECONDS,
        () -> PortMappers.mappedPorts(routerOf(near)) == 1);
    // The router has it a moment before the client has its answer.
    awaitNetcheckKnows(near);
    JsonNode ports = near.ask("netcheck").path("mapped_ports");
    assertThat(ports).hasSize(1);
    return ports.path(0);
  }

  private static void awaitNetcheckKnows(Member near) {
    Await.until(
        "netcheck on " + near.host().name() + " tells of it",
        MAPPED_SECONDS,
        () -> near.ask("netcheck").path("port_mapping").asText().equals("mapped"));
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
    awaitNetcheckKnows(near);

    // The old mapping has the old port until its time is over.
    JsonNode port = near.ask("netcheck").path("mapped_ports").path(0);
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
