package net.groupvpn.lab.duels;

/**
 * What became of the leases that honest members wanted to keep.
 *
 * @param due half lease times that were spent holding one: so often one has to be renewed
 * @param tried rounds of renewal that were sent; a failed one is tried again after a while
 * @param failed rounds that found no quorum
 * @param lost leases that ended although their owners were there and wanted them
 */
record Renewals(long due, long tried, long failed, long lost) {
  static final Renewals NOTHING = new Renewals(0, 0, 0, 0);

  Renewals plus(Renewals other) {
    return new Renewals(
        due + other.due, tried + other.tried, failed + other.failed, lost + other.lost);
  }
}
