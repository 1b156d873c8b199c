package net.groupvpn.lab.duels;

/**
 * An upper bound for the probability of a rarely seen event: Clopper and Pearson (1934), one-sided.
 */
final class UpperBound {
  private static final double DOUBT = 0.05;
  private static final int HALVINGS = 60;

  private UpperBound() {}

  /** With 95 % confidence the probability is no higher; 1 if nothing was tried. */
  static double of(long seen, long tried) {
    if (tried == 0 || seen >= tried) {
      return 1;
    }
    double low = (double) seen / tried;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (atMost(seen, tried, middle) > DOUBT) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The probability of at most that many events. */
  private static double atMost(long seen, long tried, double chance) {
    if (chance >= 1) {
      return 0;
    }
    double logTerm = tried * Math.log1p(-chance);
    double sum = Math.exp(logTerm);
    for (long k = 1; k <= seen; k++) {
      logTerm += Math.log((double) (tried - k + 1) / k) + Math.log(chance / (1 - chance));
      sum += Math.exp(logTerm);
    }
    return sum;
  }
}
