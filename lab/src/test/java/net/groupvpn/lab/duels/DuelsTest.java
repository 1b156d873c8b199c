package net.groupvpn.lab.duels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A short version of {@code lab/duels}; also shows that it would notice a broken rule. */
class DuelsTest {
  private static final int MEMBERS = 20;
  private static final double UP_MINUTES = 30;
  private static final long SEED = 3;

  @Test
  void duelsHaveOneOwnerAlthoughSomeLieAndLookupsMiss() {
    int duels = 60;
    Tally tally = DuelRun.run(new Conditions(MEMBERS, 2, 0.1, UP_MINUTES), SEED, duels);

    assertThat(tally.duels()).isEqualTo(duels);
    assertThat(tally.two()).isZero();
    assertThat(tally.lost()).isZero();
    // The misses are as configured: of 16 seats in each duel, one in ten.
    assertThat(tally.missedSeats() / 16.0 / duels).isBetween(0.07, 0.13);
  }

  @Test
  void liarsWhoAreMostOfTheCommitteeGiveAKeyToTwo() {
    Conditions conditions = new Conditions(MEMBERS, 15, List.of(Liar.Way.GRANT), 0.05, UP_MINUTES);

    Tally tally = DuelRun.run(conditions, SEED, 20);

    assertThat(tally.two()).isPositive();
    assertThat(tally.longestBothNanos()).isPositive();
  }

  @Test
  void lookupsThatMissMostMembersGiveAKeyToTwo() {
    Tally tally = DuelRun.run(new Conditions(MEMBERS, 0, 0.8, UP_MINUTES), SEED, 20);

    assertThat(tally.two()).isPositive();
  }

  @Test
  void leasesAreRenewedAlthoughSomeLieAndLookupsMiss() {
    Renewals renewals = RenewalRun.run(new Conditions(MEMBERS, 2, 0.1, UP_MINUTES), SEED, 2, 1);

    assertThat(renewals.due()).isGreaterThan(10);
    assertThat(renewals.tried()).isGreaterThan(renewals.failed());
    assertThat(renewals.lost()).isZero();
  }

  @Test
  void aSeedAlwaysGivesTheSame() {
    Conditions conditions = new Conditions(MEMBERS, 2, 0.1, UP_MINUTES);

    assertThat(DuelRun.run(conditions, SEED, 5)).isEqualTo(DuelRun.run(conditions, SEED, 5));
  }
}
