package net.groupvpn.client.gateway;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.groupvpn.client.dataplane.ExitTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests whether this machine forwards: a ping goes into the device as if a member had sent it, and
 * its answer must come out of the device. If none does, nft's trace tells which chain has dropped
 * it. {@link #test} blocks; {@link #onPong} comes from another thread.
 */
public final class ForwardTest {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardTest.class);

  /** Pings before forwarding is called broken. */
  static final int TRIES = 3;

  /** How long an answer from the Internet may take. */
  static final long ANSWER_MILLIS = 1_000;

  private static final int MAX_SEQUENCE = 0xffff;

  private final Pings pings;
  private final Traces traces;
  private final AtomicInteger sequence = new AtomicInteger();
  private final ConcurrentMap<Integer, CountDownLatch> waiting = new ConcurrentHashMap<>();

  /** Puts pings into the device. */
  public interface Pings {
    /** False if the device did not take it. */
    boolean send(ExitTarget target, int sequence);
  }

  /** Sees what happens to packets on their way. */
  public interface Traces {
    /** What was traced while {@code action} ran. */
    String during(Runnable action) throws IOException;
  }

  /**
   * How it went.
   *
   * @param reason why it failed, for people; empty if it passed
   * @param drop who dropped the ping, if that is known
   */
  public record Outcome(boolean isPassed, String reason, Optional<ForwardTrace.Drop> drop) {}

  /** For one device. */
  public ForwardTest(Pings pings, Traces traces) {
    this.pings = pings;
    this.traces = traces;
  }

  /** An answer came out of the device. */
  public void onPong(int answered) {
    CountDownLatch latch = waiting.get(answered);
    if (latch != null) {
      latch.countDown();
    }
  }

  /**
   * Pings {@code target}, beyond this machine; looks for the reason if nothing comes back. Null, of
   * a family that is not to be offered, does not pass.
   */
  public Outcome test(@Nullable ExitTarget target) throws InterruptedException {
    if (target == null) {
      return new Outcome(false, "gateway_probe names no address of it", Optional.empty());
    }
    for (int i = 0; i < TRIES; i++) {
      if (ping(target)) {
        return new Outcome(true, "", Optional.empty());
      }
    }
    Optional<ForwardTrace.Drop> drop = find(target);
    String what = target.ipv4() == null ? "" + target.ipv6() : "" + target.ipv4();
    String reason =
        drop.map(found -> "forwarding is dropped by " + found)
            .orElse(
                "a ping to "
                    + what
                    + " left and nothing came back: the uplink is down, or that address does not"
                    + " answer pings (see gateway_probe)");
    return new Outcome(false, reason, drop);
  }

  private boolean ping(ExitTarget target) throws InterruptedException {
    int number = sequence.incrementAndGet() & MAX_SEQUENCE;
    CountDownLatch latch = new CountDownLatch(1);
    waiting.put(number, latch);
    try {
      return pings.send(target, number) && latch.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } finally {
      waiting.remove(number);
    }
  }

  private Optional<ForwardTrace.Drop> find(ExitTarget target) throws InterruptedException {
    try {
      String trace = traces.during(() -> pings.send(target, 0));
      return ForwardTrace.drop(trace);
    } catch (IOException e) {
      LOG.warn("who drops forwarded packets is not known: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
