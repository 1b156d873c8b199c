package net.groupvpn.lab.natgrid;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Member;

/**
 * A member with a public address moves from one address to another, repeatedly, while pings go from
 * it to a peer, and TCP comes from there. The group has no other members.
 */
final class Roaming {
  /** How long a move is observed. */
  private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final long LIMIT_SECONDS = 60;

  private final Lane lane;
  private final NatWorld world;
  private int pairs;

  /**
   * One move.
   *
   * @param peer the peer's kind of network
   * @param pingGapMillis the longest time between two answered pings
   * @param tcpGapMillis the longest time without any arrival by TCP
   * @param isDirect whether both ends talk directly afterwards
   */
  record Move(NatKind peer, long pingGapMillis, long tcpGapMillis, boolean isDirect) {}

  Roaming(Testbed bed) {
    world = new NatWorld(bed);
    lane = new Lane(bed, world, 1, false);
  }

  /** Moves this many times, with a new pair. */
  List<Move> run(NatKind peerKind, int moves) {
    pairs++;
    Member mover = lane.member("mover" + pairs, NatKind.OPEN).start().awaitUp();
    Member peer = lane.member("peer" + pairs, peerKind).start().awaitUp();
    try {
      awaitDirect(mover, peer);
      Await.until("the pair pings", LIMIT_SECONDS, () -> mover.pings(peer.ipv4(), false));
      List<Move> made = new ArrayList<>();
      try (Replies replies = new Replies(mover.host(), peer.ipv4());
          TcpFlow flow = new TcpFlow(peer.host(), mover.host(), mover.ipv4())) {
        for (int i = 0; i < moves; i++) {
          awaitDirect(mover, peer);
          long before = System.currentTimeMillis();
          world.moveOpen(mover.host());
          LockSupport.parkNanos(WATCH_NANOS);
          made.add(
              new Move(
                  peerKind,
                  replies.longestGapMillis(before),
                  flow.longestGapMillis(before),
                  areDirect(mover, peer)));
        }
      }
      return made;
    } finally {
      mover.stop();
      peer.stop();
    }
  }

  private static void awaitDirect(Member mover, Member peer) {
    Await.until("a direct path", LIMIT_SECONDS, () -> areDirect(mover, peer));
  }

  private static boolean areDirect(Member one, Member other) {
    return GridCell.kind(one, other).worst(GridCell.kind(other, one)) == ReachKind.DIRECT;
  }
}
