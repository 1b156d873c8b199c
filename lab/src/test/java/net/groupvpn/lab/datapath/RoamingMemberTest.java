package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.endurance.Transfer;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The NAT before a member forgets its mapping, and the member moves to another subnet, in the
 * middle of transfers in both directions. The transfers go on, and pings are answered again within
 * two seconds.
 *
 * <pre>
 *   alder 198.18.1.11 --- br1 router br2 --- birch 198.18.2.11
 *     or  198.18.3.11      NAT for 198.18.1.0/24 only; to alder only answers
 * </pre>
 */
@NeedsRoot
class RoamingMemberTest {
  private static final int BYTES = 128 << 20;
  private static final long TRANSFER_MILLIS = 12_000;
  private static final long LIMIT_SECONDS = 60;

  /** It usually takes less than one; without a notification it would take at least 13. */
  private static final double LONGEST_GAP_SECONDS = 4;

  private static final int REPLIES_AFTER = 10;

  private static Testbed bed;
  private static Host router;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void twoMembersTalk() {
    bed = new Testbed("roam");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvroam0");
    router = net.router();
    for (Host host : net.members()) {
      // One family, so that there is one address to lose.
      host.ip("-6", "addr", "flush", "dev", "eth0", "scope", "global");
    }
    natWithPorts("20000-20999");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(net.members().get(0)).start();
    birch = group.install(net.members().get(1)).start();
    alder.awaitUp();
    birch.awaitUp();
    group.awaitAllPairs(LIMIT_SECONDS);
    Transfer.serve(alder.host());
    Transfer.serve(birch.host());
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static String pathTo(Member from, Member to) {
    for (JsonNode peer : from.peers()) {
      if (peer.path("node").asText().equals(to.node())) {
        return peer.path("path").asText();
      }
    }
    return "none";
  }

  private static void awaitPath(Member from, Member to, String beginning) {
    Await.until(
        from.host().name() + " sends on " + beginning,
        LIMIT_SECONDS,
        () -> pathTo(from, to).startsWith(beginning));
  }

  /** Moves alder's cable from one subnet to another. */
  private static void moveAlder(String oldAddress, String newAddress, String gateway) {
    router.ip("addr", "replace", gateway + "/24", "dev", "br1");
    Host host = alder.host();
    host.ip("addr", "del", oldAddress + "/24", "dev", "eth0");
    host.ip("addr", "add", newAddress + "/24", "dev", "eth0");
    host.ip("route", "add", "default", "via", gateway);
  }

  /** What happens in the middle of transfers and pings in both directions. */
  private static void assertSurvives(String what, Runnable event) {
    HostProcess there = Transfer.start(alder.host(), birch.ipv4(), BYTES, TRANSFER_MILLIS);
    HostProcess back = Transfer.start(birch.host(), alder.ipv4(), BYTES, TRANSFER_MILLIS);
    PingFlow pings = PingFlow.start(birch.host(), alder.ipv4());
    there.awaitOutput(Transfer.HALF, LIMIT_SECONDS);
    event.run();
    pings.awaitMore(REPLIES_AFTER).stop();
    System.out.println(what + ": " + pings);
    assertThat(there.awaitExit(LIMIT_SECONDS)).as(there.output()).isZero();
    assertThat(back.awaitExit(LIMIT_SECONDS)).as(back.output()).isZero();
    assertThat(there.output()).contains(Transfer.SAME);
    assertThat(back.output()).contains(Transfer.SAME);
    assertThat(pings.longestGapSeconds()).as(what).isLessThanOrEqualTo(LONGEST_GAP_SECONDS);
  }

  /** Alder's datagrams to site two come from the router, and nothing else gets in to alder. */
  private static void natWithPorts(String ports) {
    router.exec("nft", "add table ip nat");
    router.exec("nft", "add chain ip nat post { type nat hook postrouting priority 100; }");
    router.exec("nft", "flush chain ip nat post");
    router.exec(
        "nft",
        "add rule ip nat post ip saddr 198.18.1.0/24 oifname br2 meta l4proto udp masquerade to :"
            + ports);
    router.exec("nft", "add table ip wall");
    router.exec("nft", "add chain ip wall forward { type filter hook forward priority 0; }");
    router.exec("nft", "flush chain ip wall forward");
    router.exec(
        "nft", "add rule ip wall forward iifname br2 oifname br1 ct state new counter drop");
  }

  /** The kernel forgets the mappings of an address that goes, even if it comes back at once. */
  private static void forgetMappings() {
    router.ip("addr", "del", "198.18.2.254/24", "dev", "br2");
    router.ip("addr", "add", "198.18.2.254/24", "dev", "br2");
  }

  @Test
  void transfersGoOnWhenMappingsAndAddressesChange() {
    awaitPath(birch, alder, "direct 198.18.2.254:20");
    assertSurvives(
        "another mapping",
        () -> {
          natWithPorts("30000-30999");
          forgetMappings();
        });
    awaitPath(birch, alder, "direct 198.18.2.254:30");
    assertSurvives(
        "another address", () -> moveAlder("198.18.1.11", "198.18.3.11", "198.18.3.254"));
    awaitPath(birch, alder, "direct 198.18.3.11:7400");
    assertSurvives(
        "back behind the NAT", () -> moveAlder("198.18.3.11", "198.18.1.11", "198.18.1.254"));
    awaitPath(birch, alder, "direct 198.18.2.254:30");
  }
}
