package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.Test;

/**
 * Pairs without a third member: one cell of {@code lab/natgrid}, and two moves of {@code
 * lab/roaming}.
 */
@NeedsRoot
class LastResortGridTest {
  private static final long SECONDS = 10;
  private static final int MOVES = 2;

  @Test
  void twoMembersBehindSymmetricNatsTalkOverThePublicOverlay() throws InterruptedException {
    List<Pairing> pairings =
        List.of(new Pairing(NatKind.SYMMETRIC, NatKind.SYMMETRIC, Company.NOBODY));
    List<String> problems = Collections.synchronizedList(new ArrayList<>());

    List<CellResult> results = new NatGrid(1, SECONDS, result -> {}, problems::add).run(pairings);

    assertThat(problems).isEmpty();
    assertThat(results).as(results.toString()).allMatch(CellResult::isGood);
  }

  @Test
  void aPeerBehindPortRestrictedNatFollowsAMove() {
    try (Testbed bed = new Testbed("roaming")) {
      RoamingReport report =
          new RoamingReport(new Roaming(bed).run(NatKind.PORT_RESTRICTED, MOVES));
      System.out.print(report.table().toText());
      assertThat(report.isGood()).as(report.toString()).isTrue();
    }
  }
}
