package net.groupvpn.lab.natgrid;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
  private String lastSeen = "";

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
      try (Replies replies = new Replies(a.host(), b.ipv4())) {
        String nodeA = a.node();
        String nodeB = b.node();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
          look(nodeA, nodeB, start);
          if (starting && System.nanoTime() - start > STARTING_NANOS) {
            starting = false;
            oneStarts.unlock();
          }
          LockSupport.parkNanos(LOOK_NANOS);
        }
        note("status of a: " + a.status(), start);
        note("status of b: " + b.status(), start);
        if (!replies.isTalking()) {
          kind = PathKind.NONE;
        }
        return result((start - began) / NANOS_PER_MILLI, replies.firstMillis(), start);
      }
    } finally {
      if (starting) {
        oneStarts.unlock();
      }
      a.stop();
      b.stop();
    }
  }

  private void look(String nodeA, String nodeB, long start) {
    String pathA = path(a, nodeB);
    String pathB = path(b, nodeA);
    String both = "a: " + pathA + ", b: " + pathB;
    if (!both.equals(lastSeen)) {
      lastSeen = both;
      note(both, start);
    }
    PathKind now = PathKind.of(pathA).worst(PathKind.of(pathB));
    if (now != kind) {
      kind = now;
      kindSinceNanos = System.nanoTime();
    }
  }

  /** For whoever asks later why a cell went as it did. */
  private void note(String what, long start) {
    long millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    try {
      Files.writeString(
          a.directory().resolve("cell.log"), "%d ms %s%n".formatted(millis, what), CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
