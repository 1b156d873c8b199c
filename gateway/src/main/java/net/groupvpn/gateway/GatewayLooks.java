package net.groupvpn.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.time.TimerName;

/**
 * Those who want to see the gateways: each waits until pings have had time to come back. One timer
 * serves them all, in order. Engine thread only.
 */
final class GatewayLooks {
  /** How long whoever looks waits for pings. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  /** Most who look at a time; whoever comes then sees what is known. */
  static final int MAX_LOOKS = 16;

  private record Look(Consumer<List<GatewayClient.Entry>> done, long dueNanos) {}

  private final Engine engine;
  private final Supplier<List<GatewayClient.Entry>> entries;
  private final Runnable onIdle;
  private final Deque<Look> looks = new ArrayDeque<>();

  /** {@code onIdle} runs when the last one has been served. */
  GatewayLooks(Engine engine, Supplier<List<GatewayClient.Entry>> entries, Runnable onIdle) {
    this.engine = engine;
    this.entries = entries;
    this.onIdle = onIdle;
  }

  /** Pings are on their way; {@code done} comes once they may be back. */
  void add(Consumer<List<GatewayClient.Entry>> done) {
    if (looks.size() == MAX_LOOKS) {
      engine.counters().increment(GatewayCounter.DROPPED_LOOK_FULL);
      done.accept(entries.get());
      return;
    }
    looks.addLast(new Look(done, engine.now().bootNanos() + LOOK_NANOS));
    if (looks.size() == 1) {
      arm();
    }
  }

  /** Whether nobody looks. */
  boolean isEmpty() {
    return looks.isEmpty();
  }

  private void arm() {
    long waitNanos = looks.getFirst().dueNanos() - engine.now().bootNanos();
    engine.setTimer(TimerName.GATEWAY_LOOK, this, Math.max(0, waitNanos), now -> serve());
  }

  private void serve() {
    long nowNanos = engine.now().bootNanos();
    while (!looks.isEmpty() && looks.getFirst().dueNanos() <= nowNanos) {
      looks.removeFirst().done().accept(entries.get());
    }
    if (looks.isEmpty()) {
      onIdle.run();
    } else {
      arm();
    }
  }
}
