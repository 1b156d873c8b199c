package net.groupvpn.lab.natgrid;

import java.util.List;

/** How long nothing came. Pure. */
final class Gaps {
  private Gaps() {}

  /**
   * The longest time without anything that ended after {@code sinceMillis}, or goes on.
   *
   * @param moments at which something came, the earliest first
   * @param nowMillis when this is asked, after all of them
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
