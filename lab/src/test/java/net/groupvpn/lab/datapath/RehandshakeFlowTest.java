package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
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

/** Two members that make new keys every five seconds while packets flow; no packet is lost. */
@NeedsRoot
class RehandshakeFlowTest {
  /** Slow enough that no queue overflows on a busy machine, so every loss is a fault. */
  private static final int BYTES = 64 << 20;

  private static final long TRANSFER_MILLIS = 18_000;
  private static final long LIMIT_SECONDS = 60;

  private static Testbed bed;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void twoMembersTalk() {
    bed = new Testbed("again");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvagain0");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(net.members().get(0), "rehandshake_seconds = 5").start();
    birch = group.install(net.members().get(1), "rehandshake_seconds = 5").start();
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

  private static long handshakes() {
    return alder.counter(OverlayCounter.HANDSHAKE_AGAIN.label())
        + birch.counter(OverlayCounter.HANDSHAKE_AGAIN.label());
  }

  @Test
  void transfersAndPingsGoOnWhileKeysAreReplaced() {
    long before = handshakes();
    HostProcess there = Transfer.start(alder.host(), birch.ipv4(), BYTES, TRANSFER_MILLIS);
    HostProcess back = Transfer.start(birch.host(), alder.ipv6(), BYTES, TRANSFER_MILLIS);
    String pings =
        alder.host().tryExec("ping", "-n", "-q", "-i0.02", "-c800", birch.ipv4()).output();
    assertThat(pings).contains(" 0% packet loss");
    assertThat(there.awaitExit(LIMIT_SECONDS)).as(there.output()).isZero();
    assertThat(back.awaitExit(LIMIT_SECONDS)).as(back.output()).isZero();
    assertThat(there.output()).contains(Transfer.SAME);
    assertThat(back.output()).contains(Transfer.SAME);
    Await.until("keys were replaced", LIMIT_SECONDS, () -> handshakes() >= before + 3);
    for (Member member : List.of(alder, birch)) {
      assertThat(member.counter("data.dropped.inbound.forged")).isZero();
      assertThat(member.counter("data.dropped.inbound.index")).isZero();
      assertThat(member.counter("data.dropped.inbound.replayed")).isZero();
    }
  }
}
