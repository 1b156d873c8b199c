package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A mebibyte over TCP through the tunnel, in both directions, while the MTU of the router between
 * the two sites shrinks. It answers long packets with ICMP or, when silent, not at all.
 */
@NeedsRoot
class MtuTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final long PACED_MILLIS = 1_500;
  private static final long LIMIT_SECONDS = 40;
  private static final long FIND_SECONDS = 20;

  /** IPv4, UDP, a record's header and tag, the packet's kind. */
  private static final int OVERHEAD_BYTES = 20 + 8 + 30 + 1;

  private static Testbed bed;
  private static TwoSites net;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void twoMembersTalk() {
    bed = new Testbed("mtu");
    net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvmtu0");
    for (Host host : net.members()) {
      // A device below 1,280 bytes has no IPv6; the paths must stay the same throughout.
      host.ip("-6", "addr", "flush", "dev", "eth0", "scope", "global");
    }
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(net.members().get(0));
    birch = group.install(net.members().get(1));
    Transfer.serve(alder.host());
    Transfer.serve(birch.host());
    restart();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void restart() {
    for (Member member : List.of(alder, birch)) {
      member.start();
    }
    alder.awaitUp();
    birch.awaitUp();
    Await.until(
        "both are linked directly",
        FIND_SECONDS,
        () -> isDirect(alder, birch) && isDirect(birch, alder));
    Await.until("alder pings birch", FIND_SECONDS, () -> alder.pings(birch.ipv4(), false));
  }

  private static void stop() {
    alder.process().kill();
    birch.process().kill();
  }

  private static JsonNode peer(Member from, Member to) {
    String node = to.node();
    for (JsonNode peer : from.peers()) {
      if (peer.path("node").asText().equals(node)) {
        return peer;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean isDirect(Member from, Member to) {
    return peer(from, to).path("path").asText().startsWith("direct");
  }

  private static void underlay(int mtuBytes) {
    for (String bridge : List.of("br1", "br2")) {
      net.router().ip("link", "set", bridge, "mtu", Integer.toString(mtuBytes));
    }
  }

  /** The router no longer reports why it drops what members send. */
  private static void silence() {
    Host router = net.router();
    router.exec("nft", "add table inet silence");
    router.exec("nft", "add chain inet silence output { type filter hook output priority 0; }");
    router.exec(
        "nft",
        "add rule inet silence output ip daddr 198.18.1.0-198.18.2.255"
            + " icmp type destination-unreachable drop");
  }

  private static void speak() {
    net.router().exec("nft", "delete table inet silence");
  }

  private static void assertSame(HostProcess transfer) {
    assertThat(transfer.awaitExit(LIMIT_SECONDS)).as(transfer.output()).isZero();
    assertThat(transfer.output()).contains(Transfer.SAME);
  }

  private static void assertCarries(int mtuBytes) {
    HostProcess there = Transfer.start(alder.host(), birch.ipv4(), MEBIBYTE, 0);
    HostProcess back = Transfer.start(birch.host(), alder.ipv4(), MEBIBYTE, 0);
    assertSame(there);
    assertSame(back);
    for (Member from : List.of(alder, birch)) {
      Member to = from == alder ? birch : alder;
      Await.until(
          from.host().name() + " has found an underlay of " + mtuBytes,
          FIND_SECONDS,
          () ->
              from.pings(to.ipv4(), false)
                  && peer(from, to).path("mtu").asInt() == mtuBytes - OVERHEAD_BYTES);
    }
    assertPacketsOf1328Bytes(mtuBytes);
  }

  /** Without DF, in invisible pieces; with DF, the sender learns how much passes. */
  private static void assertPacketsOf1328Bytes(int underlayBytes) {
    assertThat(ping("-Mdont")).contains(" 0% packet loss");
    if (underlayBytes < 1_328 + OVERHEAD_BYTES) {
      // Not before the search for the path's MTU has ended.
      Await.until(
          "the sender is told of the path's MTU",
          FIND_SECONDS,
          () -> ping("-Mdo").contains("100% packet loss"));
      assertThat(alder.host().ip("route", "get", birch.ipv4())).contains("mtu 1280");
    } else {
      assertThat(ping("-Mdo")).contains(" 0% packet loss");
    }
  }

  private static String ping(String fragmentation) {
    return alder
        .host()
        .tryExec("ping", "-n", "-c3", "-i0.2", "-W2", fragmentation, "-s1300", birch.ipv4())
        .output();
  }

  /** The router's MTU shrinks in the middle of two transfers. */
  private static void assertSurvivesShrinkingTo(int mtuBytes) {
    HostProcess there = Transfer.start(alder.host(), birch.ipv4(), MEBIBYTE, PACED_MILLIS);
    HostProcess back = Transfer.start(birch.host(), alder.ipv4(), MEBIBYTE, PACED_MILLIS);
    there.awaitOutput(Transfer.HALF, LIMIT_SECONDS);
    underlay(mtuBytes);
    assertSame(there);
    assertSame(back);
    assertCarries(mtuBytes);
  }

  @Test
  void aMebibyteArrivesWhateverTheUnderlayTakesAndWhenItShrinks() {
    assertCarries(1_500);
    assertSurvivesShrinkingTo(1_280);
    assertSurvivesShrinkingTo(576);
    stop();
    underlay(1_500);
    silence();
    restart();
    assertSurvivesShrinkingTo(1_124);
    assertSurvivesShrinkingTo(576);
    stop();
    // Now from the beginning, including the handshake.
    restart();
    assertCarries(576);
    speak();
  }
}
