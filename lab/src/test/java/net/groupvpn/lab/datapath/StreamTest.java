package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.endurance.Transfer;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.overlay.engine.OverlayCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The router drops all datagrams to and from the first member's site, and blocks the port of the
 * portal's pages there: the member must enrol and join through TCP 443.
 */
@NeedsRoot
class StreamTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final long PACED_MILLIS = 30_000;
  private static final long LIMIT_SECONDS = 60;
  private static final long FIND_SECONDS = 40;

  private static Testbed bed;
  private static TwoSites net;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void twoMembersAreUp() {
    bed = new Testbed("stream");
    net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvstr0");
    block();
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(net.members().get(0));
    birch = group.install(net.members().get(1));
    Transfer.serve(birch.host());
    alder.start();
    birch.start();
    alder.awaitUp();
    birch.awaitUp();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void block() {
    Host router = net.router();
    router.exec("nft", "add table inet blocked");
    router.exec("nft", "add chain inet blocked passing { type filter hook forward priority 0; }");
    router.exec("nft", "add rule inet blocked passing iifname \"br1\" meta l4proto udp drop");
    router.exec("nft", "add rule inet blocked passing oifname \"br1\" meta l4proto udp drop");
    router.exec("nft", "add rule inet blocked passing iifname \"br1\" tcp dport 8443 drop");
  }

  private static boolean isOn(String kind, Member from, Member to) {
    String node = to.node();
    for (JsonNode peer : from.peers()) {
      if (peer.path("node").asText().equals(node)) {
        return peer.path("path").asText().startsWith(kind);
      }
    }
    return false;
  }

  private static void awaitBothOn(String kind) {
    Await.until(
        "both use a path that is " + kind,
        FIND_SECONDS,
        () -> isOn(kind, alder, birch) && isOn(kind, birch, alder));
  }

  private static void assertSame(HostProcess transfer) {
    assertThat(transfer.awaitExit(LIMIT_SECONDS)).as(transfer.output()).isZero();
    assertThat(transfer.output()).contains(Transfer.SAME);
  }

  @Test
  void membersTalkOverTcpAndMoveToUdpWithoutBreakingWhatRuns() {
    Await.until(
        "they ping by name",
        FIND_SECONDS,
        () -> alder.pings(birch.fullName(), false) && birch.pings(alder.fullName(), false));
    awaitBothOn("stream");
    assertSame(Transfer.start(alder.host(), birch.ipv4(), 8 * MEBIBYTE, 0));

    HostProcess lasting = Transfer.start(alder.host(), birch.ipv4(), MEBIBYTE, PACED_MILLIS);
    net.router().exec("nft", "delete table inet blocked");
    awaitBothOn("direct");
    assertThat(lasting.isAlive()).as("it goes on while the path changes").isTrue();

    assertSame(lasting);
    assertThat(alder.counter(OverlayCounter.STREAM_DIALLED.label())).isPositive();
  }
}
