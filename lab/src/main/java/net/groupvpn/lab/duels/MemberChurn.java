package net.groupvpn.lab.duels;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/**
 * Nodes leave or die, and return without memory. Each of the others notices that at a time of its
 * own, so that views differ for a while.
 */
final class MemberChurn {
  private static final double NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final double AWAY_MINUTES = 2;

  /** Duration of a clean farewell. */
  private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long LEFT_NOTICED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DEATH_NOTICED_NANOS = TimeUnit.SECONDS.toNanos(25);
  private static final long MEETING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final DuelNet net;
  private final Set<NodeId> spared = new TreeSet<>();

  MemberChurn(DuelNet net) {
    this.net = net;
  }

  /** These nodes stay: their departure is not what the lease's rule is about. */
  void spare(NodeId node) {
    spared.add(node);
  }

  void spareNoMore(NodeId node) {
    spared.remove(node);
  }

  /** Starts to schedule the end of a node. */
  void begin(Peer peer) {
    net.after(exponential(net.conditions.upMinutes()), () -> end(peer));
  }

  private void end(Peer peer) {
    if (spared.contains(peer.id)) {
      begin(peer);
    } else if (net.random.nextBoolean()) {
      peer.act(dht -> dht.leave());
      net.after(FAREWELL_NANOS, () -> vanish(peer, LEFT_NOTICED_NANOS));
    } else {
      vanish(peer, DEATH_NOTICED_NANOS);
    }
  }

  private void vanish(Peer peer, long noticedNanos) {
    peer.isAlive = false;
    for (Peer other : net.peers) {
      net.after(
          net.random.nextLong(noticedNanos),
          () -> {
            if (net.peer(peer.id) == peer) {
              other.miss(peer.id);
            }
          });
    }
    net.after(exponential(AWAY_MINUTES), () -> comeBack(peer));
  }

  private void comeBack(Peer before) {
    Peer peer = new Peer(net, before.security);
    net.install(peer);
    for (Peer other : net.peers) {
      if (other != peer && other.isAlive) {
        meetSoon(peer, other);
        meetSoon(other, peer);
      }
    }
    net.after(MEETING_NANOS, peer::join);
    begin(peer);
  }

  private void meetSoon(Peer viewer, Peer other) {
    net.after(
        net.random.nextLong(MEETING_NANOS),
        () -> {
          if (viewer.isAlive && other.isAlive) {
            viewer.meet(other.id);
          }
        });
  }

  private long exponential(double meanMinutes) {
    return (long) (-Math.log(1 - net.random.nextDouble()) * meanMinutes * NANOS_PER_MINUTE);
  }
}
