package net.groupvpn.lab.duels;

/**
 * The history of the leases that honest members wanted to keep.
 *
 * @param due half lease times during which leases were held; that many renewals were due
 * @param tried renewal rounds sent; a failed one is tried again after a while
 * @param failed rounds without a quorum
 * @param lost leases that ended although their owners were up and wanted them
 */
record Renewals(long due, long tried, long failed, long lost) {
  static final Renewals NOTHING = new Renewals(0, 0, 0, 0);

  Renewals plus(Renewals other) {
    return new Renewals(
        due + other.due, tried + other.tried, failed + other.failed, lost + other.lost);
  }
}
