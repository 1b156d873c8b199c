package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
 * Two members whose hosts drop each other's datagrams, and two others that may relay.
 *
 * <pre>
 *   alder ---- cedar, dill ---- birch
 *      \---------- X ----------/
 * </pre>
 */
@NeedsRoot
class RelayedMembersTest {
  private static final int BYTES = 8 << 20;
  private static final long PACED_MILLIS = 12_000;
  private static final long LIMIT_SECONDS = 60;

  /** lab/relay-choice measures it; without a reserve it would take at least 13. */
  private static final double FAILOVER_SECONDS = 5;

  private static final Pattern RELAY = Pattern.compile("via relay (cedar|dill) \\(");

  private static Testbed bed;
  private static Member alder;
  private static Member birch;
  private static final List<Member> RELAYS = new ArrayList<>();

  @BeforeAll
  static void twoMembersCannotTalkDirectly() {
    bed = new Testbed("relay");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch", "cedar", "dill"));
    net.attachThisMachine("gvrel0");
    List<Host> hosts = net.members();
    drop(hosts.get(0), net.addressOf(hosts.get(1)), "2001:db8:2::11");
    drop(hosts.get(1), net.addressOf(hosts.get(0)), "2001:db8:1::11");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(hosts.get(0));
    birch = group.install(hosts.get(1));
    RELAYS.add(group.install(hosts.get(2)));
    RELAYS.add(group.install(hosts.get(3)));
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
    Transfer.serve(birch.host());
    Await.until("alder pings birch", LIMIT_SECONDS, () -> alder.pings(birch.ipv4(), false));
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void drop(Host host, String from, String from6) {
    host.exec("nft", "add table inet apart");
    host.exec("nft", "add chain inet apart input { type filter hook input priority 0; }");
    host.exec("nft", "add rule inet apart input ip saddr " + from + " drop");
    host.exec("nft", "add rule inet apart input ip6 saddr " + from6 + " drop");
  }

  /** Waits until both ends have a relay other than that node. */
  private static Member awaitRelay(String notNode) {
    Await.until(
        "alder and birch have a relay each",
        LIMIT_SECONDS,
        () -> isAnother(alder.relayTo(birch), notNode) && isAnother(birch.relayTo(alder), notNode));
    String node = alder.relayTo(birch).path("node").asText();
    return RELAYS.stream()
        .filter(relay -> relay.process().isAlive() && relay.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAnother(JsonNode relay, String notNode) {
    return !relay.isMissingNode() && !relay.path("node").asText().equals(notNode);
  }

  private static boolean isRelayNamed() {
    return RELAY.matcher(alder.run("ping", birch.ipv4(), "-c1").output()).find();
  }

  @Test
  void pingAndTcpGoByTheRelayAndSurviveItsDeath() {
    PingFlow pings = PingFlow.start(alder.host(), birch.ipv4());
    awaitRelay("");
    Await.until(
        "there is a relay in reserve",
        LIMIT_SECONDS,
        () ->
            !alder.relayTo(birch).path("reserve").isEmpty()
                && !birch.relayTo(alder).path("reserve").isEmpty());
    // A name is looked up before it is shown.
    Await.until("the relay has a name", LIMIT_SECONDS, RelayedMembersTest::isRelayNamed);

    HostProcess transfer = Transfer.start(alder.host(), birch.ipv4(), BYTES, PACED_MILLIS);
    transfer.awaitOutput(Transfer.HALF, LIMIT_SECONDS);
    // Soon after the first choice another relay may prove to be better.
    Member relay = awaitRelay("");
    Await.until("it relays", LIMIT_SECONDS, () -> relay.counter("data.packets.relayed") > 0);
    String node = relay.node();
    relay.process().kill();

    assertThat(transfer.awaitExit(LIMIT_SECONDS)).as(transfer.output()).isZero();
    assertThat(transfer.output()).contains(Transfer.SAME);
    awaitRelay(node);
    pings.awaitMore(5).stop();
    assertThat(pings.longestGapSeconds()).as(pings.toString()).isLessThan(FAILOVER_SECONDS);
  }
}
