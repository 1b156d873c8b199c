package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Person;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two groups on the same three machines. While two of the machines cannot reach each other, and the
 * third relays, neither group may use the other group's device as a path: each packet would travel
 * in both groups, sealed again each time. {@code -Dgroupvpn.lab.storm.seconds=60} blocks the way
 * for longer.
 */
@NeedsRoot
class StormTest {
  private static final long BLOCKED_SECONDS = Long.getLong("groupvpn.lab.storm.seconds", 10);
  private static final int MAX_PACKETS = 100;
  private static final long DIRECT_SECONDS = 60;
  private static final long DIRECT_AGAIN_SECONDS = 10;
  private static final int RELAY_NUMBER = 20;
  private static final String SECOND = "field";
  private static final List<String> DEVICES = List.of("gvpn0", "gvpn1");

  private static Testbed bed;
  private static TwoSites net;
  private static final List<Host> HOSTS = new ArrayList<>();
  private static final List<Member> MEMBERS = new ArrayList<>();

  @BeforeAll
  static void allMachinesAreInBothGroups() {
    bed = new Testbed("storm");
    net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvstorm");
    HOSTS.addAll(net.members());
    HOSTS.add(net.addServer("cedar", RELAY_NUMBER));
    Group first = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    HOSTS.forEach(host -> MEMBERS.add(first.install(host, "port_mapping = false")));
    String page = first.owner().createGroup(SECOND, "10.129.0.0/16", "field.gvpn");
    for (Host host : HOSTS) {
      Person person = Person.signUp(first.portal(), "second-" + host.name());
      person.apply(SECOND, "I work in the field, too.");
      first.owner().approve(page, person.name());
      MEMBERS.add(
          Member.install(
              host,
              bed.directory().resolve("second-" + host.name()),
              person.downloadGroupFile(page),
              "field.gvpn",
              "interface = \"gvpn1\"",
              "port = 7410",
              "stream_port = 7410",
              "port_mapping = false"));
    }
    MEMBERS.forEach(Member::start);
    MEMBERS.forEach(Member::awaitUp);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void aBlockedWayIsNotReplacedByTheOtherGroupsDevice() {
    Await.until("all reach each other directly", DIRECT_SECONDS, StormTest::allAreDirect);
    long before = innerPackets();
    block();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BLOCKED_SECONDS);
    Await.until("the time is over", BLOCKED_SECONDS + 5, () -> System.nanoTime() > end);
    long during = innerPackets() - before;
    net.router().exec("nft", "delete table inet storm");
    long nanos = Await.until("direct again", DIRECT_SECONDS, StormTest::allAreDirect);
    System.out.printf(
        "storm: %d packets on the groups' devices in %d s, direct again after %.1f s%n",
        during, BLOCKED_SECONDS, nanos / 1e9);
    assertThat(during).isLessThan(MAX_PACKETS);
    assertThat(nanos).isLessThan(TimeUnit.SECONDS.toNanos(DIRECT_AGAIN_SECONDS));
  }

  private static void block() {
    Host router = net.router();
    router.exec("nft", "add table inet storm");
    router.exec("nft", "add chain inet storm ways { type filter hook forward priority 0; }");
    router.exec(
        "nft", "add rule inet storm ways ip saddr 198.18.1.0/24 ip daddr 198.18.2.0/24 drop");
    router.exec(
        "nft", "add rule inet storm ways ip saddr 198.18.2.0/24 ip daddr 198.18.1.0/24 drop");
    router.exec(
        "nft", "add rule inet storm ways ip6 saddr 2001:db8:1::/64 ip6 daddr 2001:db8:2::/64 drop");
    router.exec(
        "nft", "add rule inet storm ways ip6 saddr 2001:db8:2::/64 ip6 daddr 2001:db8:1::/64 drop");
  }

  private static boolean allAreDirect() {
    return MEMBERS.stream().allMatch(StormTest::isDirect);
  }

  private static boolean isDirect(Member member) {
    boolean isDirect = member.peers().size() > 0;
    for (var peer : member.peers()) {
      isDirect &= peer.path("path").asText().startsWith("direct");
    }
    return isDirect;
  }

  private static long innerPackets() {
    long packets = 0;
    for (Host host : HOSTS) {
      for (String device : DEVICES) {
        for (String direction : List.of("tx_packets", "rx_packets")) {
          String file = "/sys/class/net/" + device + "/statistics/" + direction;
          packets += Long.parseLong(host.exec("cat", file).strip());
        }
      }
    }
    return packets;
  }
}
