package net.groupvpn.lab.duels;

import java.util.List;

/**
 * What a network of members is like.
 *
 * @param members all of them, each with one node
 * @param liars how many of them have patched code
 * @param ways what these do with claims; each draws one of them
 * @param missing chance that two nodes have no session, and that a lookup of one node misses
 *     another one although it is there
 * @param upMinutes how long a node stays on average
 */
record Conditions(int members, int liars, List<Liar.Way> ways, double missing, double upMinutes) {
  /** The share of datagrams that are lost. */
  static final double LOSS = 0.01;

  Conditions {
    ways = List.copyOf(ways);
  }

  /** Liars of every way. */
  Conditions(int members, int liars, double missing, double upMinutes) {
    this(members, liars, List.of(Liar.Way.values()), missing, upMinutes);
  }

  /** In words. */
  String label() {
    return "%.0f %% missed, %d of %d lie".formatted(100 * missing, liars, members);
  }
}
