package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Product;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes are killed (SIGKILL, so they say no goodbye) and the others go on talking. {@code
 * lantern} runs {@code groupvpn node}: it is the bootstrap-only node, in no group.
 */
@NeedsRoot
class KillsTest {
  private static final int LANTERN_NUMBER = 20;
  private static final String LANTERN = "198.18.0." + LANTERN_NUMBER;
  private static final long NEXT_LOOKUP_SECONDS = 10;
  private static final double LASTING_SECONDS = 3;
  private static final long FORGOTTEN_SECONDS = 60;

  private static LabGroup lab;
  private static Host lanternHost;
  private static HostProcess lantern;

  @BeforeAll
  static void fourMembersTalk() {
    lab = new LabGroup("kills", List.of("alder", "birch", "cedar", "dogwood"));
    lanternHost = lab.net().addServer("lantern", LANTERN_NUMBER);
    lantern = lightLantern();
    for (Host host : lab.net().members()) {
      lab.group().install(host, "seeds = [\"" + LANTERN + ":7400\"]").start();
    }
    lab.group().members().forEach(Member::awaitUp);
    lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
  }

  private static HostProcess lightLantern() {
    String state = lab.bed().directory().resolve("lantern").toString();
    return lanternHost
        .start(
            "node",
            Product.command(
                "groupvpn",
                List.of(),
                List.of("node", "--state-dir", state, "--seed", TwoSites.PORTAL_ADDRESS + ":7400")))
        .awaitOutput("groupvpn node ready", LabGroup.ALL_PAIRS_SECONDS);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void oneMemberIsKilledAndTheOthersGoOnTalking(int index) {
    Member victim = lab.member(index);
    List<Member> others = new ArrayList<>(lab.group().members());
    others.remove(victim);
    goOnTalkingWhileKilled(others, victim.process());
    victim.start().awaitUp();
    for (Member other : others) {
      LabGroup.awaitPing(other, victim);
      LabGroup.awaitPing(victim, other);
    }
  }

  @Test
  void theBootstrapOnlyNodeIsKilledAndAllGoOnTalking() {
    goOnTalkingWhileKilled(lab.group().members(), lantern);
    lantern = lightLantern();
  }

  /**
   * Elm is enrolled, but was never up before: while its client ran, no datagram could leave or
   * reach its machine. So it knows only the peers in the portal's answer to its enrolment, and
   * nobody knows it. Then the portal and the bootstrap-only node die, and it starts properly.
   */
  @Test
  void thePortalIsKilledAndAMemberThatWasNeverUpStillJoins() {
    Member elm = enrolInSilence("elm");
    goOnTalkingWhileKilled(lab.group().members(), lab.group().portal().process());
    lantern.kill();

    elm.start().awaitUp();
    for (Member other : lab.group().members()) {
      LabGroup.awaitPing(elm, other);
      LabGroup.awaitPing(other, elm);
    }
    elm.process().kill();
    lab.group().portal().restart();
    lantern = lightLantern();
  }

  /** Members killed by another test are forgotten in time. */
  @Test
  void allAreCountedAndEveryViewIsRight() {
    Member asker = lab.member(2);
    Await.until(
        "a crawl finds nothing wrong",
        FORGOTTEN_SECONDS,
        () -> asker.run("crawl").isSuccess() && asker.run("query").isSuccess());
    JsonNode crawl = asker.ask("crawl");
    assertThat(crawl.path("right").asInt()).as(crawl.toString()).isEqualTo(4);
    assertThat(crawl.path("run").asLong()).as(crawl.toString()).isGreaterThan(1);
    assertThat(asker.state().resolve("crawl.mv.db")).exists();
    JsonNode query = asker.ask("query");
    assertThat(query.path("nodes").asInt()).as(query.toString()).isEqualTo(4);
    assertThat(query.path("slowest")).as(query.toString()).isNotEmpty();
  }

  private static Member enrolInSilence(String name) {
    Host host = lab.net().addMember(name);
    Member member = lab.group().installApart(host);
    host.exec("nft", "add table inet silence");
    for (String hook : List.of("input", "output")) {
      host.exec(
          "nft",
          "add chain inet silence %s { type filter hook %s priority 0; }".formatted(hook, hook));
      host.exec("nft", "add rule inet silence %s meta l4proto udp drop".formatted(hook));
    }
    Path peers = member.state().resolve("peers.txt");
    member.start();
    Await.until(name + " is enrolled", LabGroup.ALL_PAIRS_SECONDS, () -> Files.exists(peers));
    member.process().awaitOutput("enrolled as " + name, LabGroup.ALL_PAIRS_SECONDS).kill();
    host.exec("nft", "delete table inet silence");
    return member;
  }

  private static void goOnTalkingWhileKilled(List<Member> members, HostProcess victim) {
    List<PingFlow> flows = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Member next = members.get((i + 1) % members.size());
      flows.add(PingFlow.start(members.get(i).host(), next.fullName()));
    }
    victim.kill();
    for (Member from : members) {
      for (Member to : members) {
        if (from != to) {
          Await.until(
              from.fullName() + " still finds and reaches " + to.fullName(),
              NEXT_LOOKUP_SECONDS,
              () -> from.pings(to.fullName(), false));
        }
      }
    }
    for (PingFlow flow : flows) {
      flow.awaitMore(10).stop();
      assertThat(flow.longestGapSeconds()).as(flow.toString()).isLessThan(LASTING_SECONDS);
    }
  }
}
