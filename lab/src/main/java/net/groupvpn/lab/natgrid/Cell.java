package net.groupvpn.lab.natgrid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import net.groupvpn.lab.member.Member;
import org.jspecify.annotations.Nullable;

/** One pair of members that are installed and have never run. */
final class Cell {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STARTING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Pairing pairing;
  private final Member a;
  private final Member b;

  private PathKind kind = PathKind.NONE;
  private long kindSinceNanos;

  Cell(Pairing pairing, Member a, Member b) {
    this.pairing = pairing;
    this.a = a;
    this.b = b;
  }

  /**
   * Starts both, one after the other, and watches them.
   *
   * @param oneStarts held while they start and meet, so that cells beside this one are quiet then
   */
  CellResult run(Lock oneStarts, long seconds) {
    oneStarts.lock();
    boolean starting = true;
    try {
      a.start().awaitUp();
      long began = System.nanoTime();
      b.start().awaitUp();
      long start = System.nanoTime();
      try (FirstReply reply = new FirstReply(a.host(), b.ipv4())) {
        String nodeA = a.node();
        String nodeB = b.node();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
          look(nodeA, nodeB);
          if (starting && System.nanoTime() - start > STARTING_NANOS) {
            starting = false;
            oneStarts.unlock();
          }
          LockSupport.parkNanos(LOOK_NANOS);
        }
        return result((start - began) / NANOS_PER_MILLI, reply.millis(), start);
      }
    } finally {
      if (starting) {
        oneStarts.unlock();
      }
      a.stop();
      b.stop();
    }
  }

  private void look(String nodeA, String nodeB) {
    PathKind now = PathKind.of(path(a, nodeB)).worst(PathKind.of(path(b, nodeA)));
    if (now != kind) {
      kind = now;
      kindSinceNanos = System.nanoTime();
    }
  }

  private static @Nullable String path(Member from, String to) {
    try {
      for (JsonNode peer : from.peers()) {
        if (peer.path("node").asText().equals(to)) {
          return peer.path("path").asText();
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  private CellResult result(long upMillis, @Nullable Long firstPacketMillis, long start) {
    Long finalPath =
        kind == PathKind.NONE
            ? null
            : (Long) Math.max(0, (kindSinceNanos - start) / NANOS_PER_MILLI);
    return new CellResult(pairing, kind, upMillis, firstPacketMillis, finalPath);
  }
}
