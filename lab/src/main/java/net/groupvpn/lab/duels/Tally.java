package net.groupvpn.lab.duels;

/**
 * What became of many duels.
 *
 * @param two duels in which both held the key at the same time, however shortly
 * @param none nobody held it in the end, and nobody had lost it
 * @param lost nobody held it in the end, although somebody had
 * @param longestBothNanos the longest time that both held it
 * @param settledNanos the sum of all, until one had it and the other had given up
 * @param missedSeats of 16 in each duel, how many of the true committee were not asked at first
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
