package net.groupvpn.simulator.bench;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.Kernel;
import org.jspecify.annotations.Nullable;

/** The smallest possible engine: pings a random host every second, and answers pings. */
final class PingNode implements EngineCore {
  private static final long PERIOD_NANOS = 1_000_000_000L;
  private static final byte[] PING = new byte[32];
  private static final byte[] PONG = new byte[16];

  private final RandomGenerator random;
  private final int hosts;
  private final Queue<Output> outputs = new ArrayDeque<>();
  private long nextNanos;

  PingNode(RandomGenerator random, int hosts, long nowNanos) {
    this.random = random;
    this.hosts = hosts;
    this.nextNanos = nowNanos + random.nextLong(PERIOD_NANOS);
  }

  @Override
  public void enter(Now now) {}

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    if (datagram.length == PING.length) {
      outputs.add(new Output.Transmit(from, PONG));
    }
  }

  @Override
  public void onTimeout(Now now) {
    nextNanos = now.bootNanos() + PERIOD_NANOS;
    outputs.add(new Output.Transmit(Kernel.endpointOf(random.nextInt(hosts)), PING));
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {}

  @Override
  public long nextTimeoutNanos() {
    return nextNanos;
  }

  @Override
  public @Nullable Output pollOutput() {
    return outputs.poll();
  }
}
