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
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bench.Iperf;
import net.groupvpn.lab.member.Member;
import org.jspecify.annotations.Nullable;

/** Two or three members that are installed and have never run. */
final class GridCell {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STARTING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final long MEET_SECONDS = 60;
  private static final int TCP_SECONDS = 5;

  private final Pairing pairing;
  private final Member a;
  private final Member b;
  private final @Nullable Member third;

  private ReachKind kind = ReachKind.NONE;
  private long kindSinceNanos;
  private String lastSeen = "";

  GridCell(Pairing pairing, Member a, Member b, @Nullable Member third) {
    this.pairing = pairing;
    this.a = a;
    this.b = b;
    this.third = third;
  }

  /**
   * Starts them one after another, and observes the first two.
   *
   * @param oneStarts held while they start and meet, so that neighbouring cells are quiet then
   */
  CellResult run(Lock oneStarts, long seconds) {
    oneStarts.lock();
    boolean starting = true;
    try {
      long upMillis = startAll();
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
        if (!replies.isTalking() || !isThirdReached()) {
          kind = ReachKind.NONE;
        }
        return result(upMillis, replies.firstMillis(), start, tcpMbits());
      }
    } finally {
      if (starting) {
        oneStarts.unlock();
      }
      a.stop();
      b.stop();
      if (third != null) {
        third.stop();
      }
    }
  }

  /** Returns how long the second one took; by then the member that should leave has left. */
  private long startAll() {
    if (third != null) {
      third.start().awaitUp();
    }
    a.start().awaitUp();
    long began = System.nanoTime();
    b.start().awaitUp();
    long upMillis = (System.nanoTime() - began) / NANOS_PER_MILLI;
    if (third != null && pairing.company() == Company.LEAVING_MEMBER) {
      Await.until("both have met", MEET_SECONDS, () -> a.pings(b.ipv4(), false));
      third.stop();
    }
    return upMillis;
  }

  private boolean isThirdReached() {
    return third == null
        || pairing.company() == Company.LEAVING_MEMBER
        || (third.pings(a.ipv4(), false) && third.pings(b.ipv4(), false));
  }

  /** TCP throughput with neither a direct path nor an open member. */
  private @Nullable Double tcpMbits() {
    if (pairing.company() == Company.OPEN_MEMBER
        || kind == ReachKind.NONE
        || kind == ReachKind.DIRECT) {
      return null;
    }
    try (Iperf iperf = Iperf.tcp(a.host(), b.host(), b.ipv4(), TCP_SECONDS, 1)) {
      return iperf.start().await().receivedMegabitsPerSecond();
    } catch (IllegalStateException e) {
      return 0.0; // No connection, or nothing arrived.
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
    ReachKind now = ReachKind.of(pathA).worst(ReachKind.of(pathB));
    if (now != kind) {
      kind = now;
      kindSinceNanos = System.nanoTime();
    }
  }

  /** For a later look at the course of a cell. */
  private void note(String what, long start) {
    long millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    try {
      Files.writeString(
          a.directory().resolve("cell.log"), "%d ms %s%n".formatted(millis, what), CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the path on which the one sends to the other. */
  static ReachKind kind(Member from, Member to) {
    return ReachKind.of(path(from, to.node()));
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

  private CellResult result(
      long upMillis, @Nullable Long firstPacketMillis, long start, @Nullable Double tcpMbits) {
    Long finalPath =
        kind == ReachKind.NONE
            ? null
            : (Long) Math.max(0, (kindSinceNanos - start) / NANOS_PER_MILLI);
    return new CellResult(pairing, kind, upMillis, firstPacketMillis, finalPath, tcpMbits);
  }
}
