package net.groupvpn.lab.duels;

import java.util.List;

/**
 * The conditions in a network of members.
 *
 * @param members number of members, each with one node
 * @param liars number of members with patched code
 * @param ways how liars answer claims; each draws one of them
 * @param missing probability that two nodes have no session, and that a look-up of one node misses
 *     another one although it is there
 * @param upMinutes mean time that a node stays up
 */
record Conditions(int members, int liars, List<Liar.Way> ways, double missing, double upMinutes) {
  /** The share of datagrams that are lost. */
  static final double LOSS = 0.01;

  Conditions {
    ways = List.copyOf(ways);
  }

  /** Liars of every kind. */
  Conditions(int members, int liars, double missing, double upMinutes) {
    this(members, liars, List.of(Liar.Way.values()), missing, upMinutes);
  }

  /** The conditions in words. */
  String label() {
    return "%.0f %% missed, %d of %d lie".formatted(100 * missing, liars, members);
  }
}
