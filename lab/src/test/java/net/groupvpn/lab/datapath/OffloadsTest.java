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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Four members whose kernels support different offloads: all of them exchange the same bytes over
 * TCP, over IPv4 and IPv6, and long pings pass.
 */
@NeedsRoot
class OffloadsTest {
  private static final int BYTES = 48 << 20;
  private static final long LIMIT_SECONDS = 60;
  private static final List<String> SETTINGS =
      List.of(
          "",
          "threads = 2",
          "offloads_off = [\"tso\", \"uso\", \"gro\"]",
          "offloads_off = [\"checksum\", \"gso\"]");

  private static Testbed bed;
  private static Group group;

  @BeforeAll
  static void fourMembersTalk() {
    bed = new Testbed("offload");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch", "cedar", "dogwood"));
    net.attachThisMachine("gvoff0");
    group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    for (int i = 0; i < SETTINGS.size(); i++) {
      String[] settings = SETTINGS.get(i).lines().toArray(String[]::new);
      group.install(net.members().get(i), settings).start();
    }
    group.members().forEach(Member::awaitUp);
    group.awaitAllPairs(LIMIT_SECONDS);
    group.members().forEach(member -> Transfer.serve(member.host()));
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void theSameBytesArriveWhateverTheKernelDoes() {
    for (Member from : group.members()) {
      for (Member to : group.members()) {
        if (from != to) {
          assertArrives(from, to);
        }
      }
    }
    for (Member member : group.members()) {
      assertThat(member.counter("data.dropped.inbound.forged")).isZero();
      assertThat(member.counter("data.dropped.inbound.malformed")).isZero();
      assertThat(member.counter("data.dropped.inbound.replayed")).isZero();
      assertThat(member.counter("data.dropped.inbound.write")).isZero();
    }
  }

  private static void assertArrives(Member from, Member to) {
    String pair = from.host().name() + " to " + to.host().name();
    HostProcess four = Transfer.start(from.host(), to.ipv4(), BYTES, 0);
    assertThat(four.awaitExit(LIMIT_SECONDS)).as(pair + four.output()).isZero();
    assertThat(four.output()).as(pair).contains(Transfer.SAME);
    HostProcess six = Transfer.start(from.host(), to.ipv6(), BYTES, 0);
    assertThat(six.awaitExit(LIMIT_SECONDS)).as(pair + six.output()).isZero();
    assertThat(six.output()).as(pair).contains(Transfer.SAME);
    // 8 KB in fragments of the system's own.
    Await.until(
        pair + ": long pings pass",
        LIMIT_SECONDS,
        () -> from.host().tryExec("ping", "-n", "-c1", "-W2", "-s8000", to.ipv4()).isSuccess());
  }
}
