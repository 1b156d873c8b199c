package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.FakeClock;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates live seven days. The wall clock of all machines is moved (faketime) while they run;
 * clocks that measure durations are not.
 */
@NeedsRoot
class ExpiryTest {
  private static final Duration PAST_EXPIRY = Duration.ofDays(8);
  private static final Duration PORTAL_IS_BACK = Duration.ofDays(9);
  private static final int DATE_LENGTH = "2026-01-31".length();
  private static final long NEWS_SECONDS = 40;

  /** A renewal that fails while the portal is starting is tried again a minute later. */
  private static final long RENEWAL_SECONDS = 60 + NEWS_SECONDS;

  @Test
  void aDeadPortalShutsNobodyOutAndAPortalThatLivedDoes(@TempDir Path folder) {
    FakeClock clock = new FakeClock(folder.resolve("clock"));
    try (LabGroup lab =
        new LabGroup("expiry", List.of("alder", "birch", "cedar"), host -> host.clock(clock))) {
      lab.net().members().forEach(host -> host.clock(clock));
      lab.up();
      withThePortalDeadExpiredMembersTalk(lab, clock);
      whoeverThePortalDidNotRenewIsShutOut(lab, clock);
      onceRenewedItIsBack(lab);
    }
  }

  private static void withThePortalDeadExpiredMembersTalk(LabGroup lab, FakeClock clock) {
    lab.group().portal().process().kill();
    PingFlow flow = PingFlow.start(lab.member(0).host(), lab.member(2).fullName());
    clock.moveTo(PAST_EXPIRY);
    assertThat(lab.group().members())
        .allMatch(member -> notAfter(member).isBefore(now(PAST_EXPIRY)));
    lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
    assertThat(flow.awaitMore(10).stop().longestGapSeconds()).as(flow.toString()).isLessThan(2);

    lab.group().members().forEach(member -> member.process().kill());
    lab.group().members().forEach(Member::start);
    lab.group().members().forEach(Member::awaitUp);
    String date = now(PAST_EXPIRY).toString().substring(0, DATE_LENGTH);
    assertThat(lab.group().members()).allMatch(member -> member.process().output().contains(date));
    lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
  }

  private static void whoeverThePortalDidNotRenewIsShutOut(LabGroup lab, FakeClock clock) {
    Member cedar = lab.member(2);
    String shutOut = cedar.node();
    cedar.host().ip("route", "add", "blackhole", TwoSites.PORTAL_ADDRESS);
    clock.moveTo(PORTAL_IS_BACK);
    lab.group().portal().restart();
    for (Member member : List.of(lab.member(0), lab.member(1))) {
      awaitRenewal(member);
      Await.until(
          "cedar has no session with " + member.host().name(),
          NEWS_SECONDS,
          () -> !member.hasPeer(shutOut));
      assertThat(cedar.pings(member.ipv4(), false)).isFalse();
      assertThat(cedar.pings(member.ipv6(), true)).isFalse();
    }
    LabGroup.awaitPing(lab.member(0), lab.member(1));
    assertThat(notAfter(cedar)).isBefore(now(PORTAL_IS_BACK));
  }

  private static void onceRenewedItIsBack(LabGroup lab) {
    lab.member(2).host().ip("route", "del", "blackhole", TwoSites.PORTAL_ADDRESS);
    awaitRenewal(lab.member(2));
    lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
  }

  private static void awaitRenewal(Member member) {
    Await.until(
        member.host().name() + " has a new certificate",
        RENEWAL_SECONDS,
        () -> notAfter(member).isAfter(now(PORTAL_IS_BACK)));
  }

  private static Instant notAfter(Member member) {
    return Instant.parse(member.status().path("certificate_not_after").asText());
  }

  private static Instant now(Duration ahead) {
    return Instant.now().plus(ahead);
  }
}
