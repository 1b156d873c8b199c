package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import org.junit.jupiter.api.Test;

/** A few cells of the grid; lab/natgrid runs them all. */
@NeedsRoot
class NatGridTest {
  private static final int LANES = 2;
  private static final long SECONDS = 12;

  @Test
  void holesArePunchedWhereTheyCanBe() throws InterruptedException {
    List<Pairing> pairings =
        List.of(
            new Pairing(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED),
            new Pairing(NatKind.ADDRESS_RESTRICTED, NatKind.CGNAT),
            new Pairing(NatKind.IPV6_ONLY, NatKind.DUAL_STACK),
            new Pairing(NatKind.ONE_NAT, NatKind.ONE_NAT));
    List<String> problems = Collections.synchronizedList(new ArrayList<>());

    List<CellResult> results =
        new NatGrid(LANES, SECONDS, result -> {}, problems::add).run(pairings);

    assertThat(problems).isEmpty();
    assertThat(results).as(results.toString()).allMatch(CellResult::isGood);
  }
}
