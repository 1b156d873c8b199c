package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Birch comes and goes; alder stays. */
@NeedsRoot
class RestartTest {
  private static final int NOT_RUNNING = 3;
  private static final long END_SECONDS = 15;

  private static LabGroup lab;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void twoMembersTalk() {
    lab = new LabGroup("restart", List.of("alder", "birch")).up();
    alder = lab.member(0);
    birch = lab.member(1);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  private record Self(String node, String name, String ipv4, String ipv6) {
    static Self of(Member member) {
      return new Self(
          member.node(), member.status().path("name").asText(), member.ipv4(), member.ipv6());
    }
  }

  @Test
  void downTidiesUpAndTheNextStartHasTheSameAddressAndName() {
    Self before = Self.of(birch);
    Commands.Result down = birch.run("down");
    assertThat(down.exitCode()).as(down.output()).isZero();
    assertThat(birch.process().awaitExit(END_SECONDS)).isZero();

    assertThat(birch.host().ip("link", "show")).doesNotContain("gvpn");
    assertThat(birch.host().ip("route", "show") + birch.host().ip("-6", "route", "show"))
        .doesNotContain("gvpn")
        .doesNotContain("10.128.");
    assertThat(birch.directory().resolve("run")).isEmptyDirectory();
    assertThat(birch.run("status").exitCode()).isEqualTo(NOT_RUNNING);
    Await.until("alder knows", END_SECONDS, () -> !alder.hasPeer(before.node()));

    birch.start().awaitUp();
    // The name may come a moment after the address.
    Await.until("birch is " + before, END_SECONDS, () -> Self.of(birch).equals(before));
    LabGroup.awaitPing(alder, birch);
    LabGroup.awaitPing(birch, alder);
  }

  @Test
  void aKilledMemberIsItselfAgainAndAFlowTowardsItGoesOn() {
    Self before = Self.of(birch);
    PingFlow flow = PingFlow.start(alder.host(), birch.ipv4());
    birch.process().kill();
    assertThat(birch.directory().resolve("run"))
        .as("its socket stays behind")
        .isNotEmptyDirectory();
    birch.start().awaitUp();
    // The name may come a moment after the address.
    Await.until("birch is " + before, END_SECONDS, () -> Self.of(birch).equals(before));
    flow.awaitMore(5).stop();
    LabGroup.awaitPing(birch, alder);
  }
}
