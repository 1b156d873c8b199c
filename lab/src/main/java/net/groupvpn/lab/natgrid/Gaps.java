package net.groupvpn.lab.natgrid;

import java.util.List;

/** Gaps in a sequence of arrivals. Pure. */
final class Gaps {
  private Gaps() {}

  /**
   * The longest gap that ended after {@code sinceMillis}, or still lasts.
   *
   * @param moments times of arrivals, earliest first
   * @param nowMillis the present time, after all of them
   */
  static long longestMillis(List<Long> moments, long sinceMillis, long nowMillis) {
    long longest = 0;
    long last = moments.isEmpty() ? sinceMillis : moments.get(0);
    for (long moment : moments) {
      longest = moment >= sinceMillis ? Math.max(longest, moment - last) : longest;
      last = moment;
    }
    return Math.max(longest, nowMillis - last);
  }
}
