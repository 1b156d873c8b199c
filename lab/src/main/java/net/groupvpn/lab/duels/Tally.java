package net.groupvpn.lab.duels;

/**
 * The outcomes of many duels.
 *
 * @param two duels in which both held the key at the same time, however briefly
 * @param none duels without a holder at the end, and without a loss
 * @param lost duels without a holder at the end, although somebody had held the key
 * @param longestBothNanos longest time during which both held it
 * @param settledNanos sum of the times until one had it and the other had given up
 * @param missedSeats seats of the true committee, of 16 in each duel, that were not asked at first
 */
record Tally(
    long duels,
    long two,
    long none,
    long lost,
    long longestBothNanos,
    long settledNanos,
    long missedSeats) {
  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

  Tally with(Duel.Outcome outcome) {
    return plus(
        new Tally(
            1,
            outcome.bothNanos() > 0 ? 1 : 0,
            outcome.owners() == 0 && !outcome.isLost() ? 1 : 0,
            outcome.isLost() ? 1 : 0,
            outcome.bothNanos(),
            outcome.settledNanos(),
            outcome.missedSeats()));
  }

  Tally plus(Tally other) {
    return new Tally(
        duels + other.duels,
        two + other.two,
        none + other.none,
        lost + other.lost,
        Math.max(longestBothNanos, other.longestBothNanos),
        settledNanos + other.settledNanos,
        missedSeats + other.missedSeats);
  }
}
