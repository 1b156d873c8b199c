package net.groupvpn.lab.duels;

import java.time.Duration;
import net.groupvpn.overlay.id.NodeId;

/** Consecutive duels in one network. */
final class DuelRun {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private DuelRun() {}

  static Tally run(Conditions conditions, long seed, int duels) {
    DuelNet net = new DuelNet(conditions, seed);
    Tally tally = Tally.NOTHING;
    for (int i = 0; i < duels; i++) {
      Peer one = anyone(net);
      Peer two = anyone(net);
      while (two == one) {
        two = anyone(net);
      }
      tally = tally.with(new Duel(net, one, two, NodeId.random(net.random)).run());
    }
    return tally;
  }

  /** An honest member that is up. */
  private static Peer anyone(DuelNet net) {
    while (true) {
      Peer peer = net.honest().get(net.random.nextInt(net.honest().size()));
      if (peer.isAlive && peer.isJoined()) {
        return peer;
      }
      net.run(PAUSE);
    }
  }
}
