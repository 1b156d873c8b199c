package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.overlay.engine.OverlayCounter;
import org.junit.jupiter.api.Test;

/**
 * Birch is revoked in the portal's form. Its machine ignores that: it asks the portal only once an
 * hour, and later is cut off from it altogether.
 */
@NeedsRoot
class RevocationTest {
  private static final int REFUSED = 5;
  private static final long FETCH_SECONDS = 15;

  @Test
  void theRevokedMemberIsShutOutWithinOneFetchAndTheOthersGoOn() {
    try (LabGroup lab = new LabGroup("revoke", List.of("alder", "birch", "cedar"))) {
      Member alder = lab.group().install(lab.net().members().get(0)).start();
      Member birch =
          lab.group().install(lab.net().members().get(1), "crl_interval_seconds = 3600").start();
      Member cedar = lab.group().install(lab.net().members().get(2)).start();
      lab.group().members().forEach(Member::awaitUp);
      lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
      String revoked = birch.node();
      PingFlow others = PingFlow.start(alder.host(), cedar.fullName());

      lab.group().owner().revoke(lab.group().page(), "birch");
      Await.until(
          "both sessions of birch have ended",
          FETCH_SECONDS,
          () -> !alder.hasPeer(revoked) && !cedar.hasPeer(revoked));
      assertThat(birch.pings(alder.ipv4(), false)).isFalse();
      assertThat(birch.pings(cedar.ipv6(), true)).isFalse();

      everyNextHandshakeIsRefused(alder, birch, cedar);
      anHonestClientEndsWithTheDocumentedCode(birch);

      others.awaitMore(5).stop();
      assertThat(others.longestGapSeconds()).as(others.toString()).isLessThan(2);
    }
  }

  private static void everyNextHandshakeIsRefused(Member alder, Member birch, Member cedar) {
    birch.host().ip("route", "add", "blackhole", TwoSites.PORTAL_ADDRESS);
    birch.process().kill();
    long before = refusals(alder) + refusals(cedar);
    birch.start();
    Await.until(
        "birch's handshakes are refused",
        FETCH_SECONDS,
        () -> refusals(alder) + refusals(cedar) > before + 2);
    // Alone it may still be up: a node that reaches nobody is its own quorum.
    assertThat(birch.peers()).isEmpty();
    assertThat(birch.pings(alder.ipv4(), false)).isFalse();
    assertThat(birch.pings(cedar.ipv6(), true)).isFalse();
    birch.host().ip("route", "del", "blackhole", TwoSites.PORTAL_ADDRESS);
    birch.process().kill();
  }

  private static long refusals(Member member) {
    return member.counter(OverlayCounter.HANDSHAKE_UNFINISHED.label())
        + member.counter(OverlayCounter.DROPPED_HANDSHAKE_REFUSED.label());
  }

  private static void anHonestClientEndsWithTheDocumentedCode(Member birch) {
    birch.start();
    assertThat(birch.process().awaitExit(FETCH_SECONDS)).isEqualTo(REFUSED);
    assertThat(birch.process().output())
        .contains("This machine's member is no longer in the group");
  }
}
