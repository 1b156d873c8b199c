package net.groupvpn.client.device;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import net.groupvpn.overlay.path.Endpoint;

/** A device and a port without operating system and network, for tests. */
public final class InMemoryIo implements PacketIo {
  private final List<SignalWaiter> waiters = new CopyOnWriteArrayList<>();
  private final InMemoryTap tap;
  private final InMemoryPort port;

  /** All offloads are supported. */
  public InMemoryIo(String name, long mac, Endpoint local) {
    this(name, mac, local, EnumSet.allOf(Offload.class));
  }

  /** Only these offloads are supported. */
  public InMemoryIo(String name, long mac, Endpoint local, Set<Offload> offloads) {
    tap = new InMemoryTap(name, mac, offloads, this::signal);
    port = new InMemoryPort(local, this::signal);
  }

  /** Once per waiter whenever something has arrived. */
  private record SignalWaiter(Semaphore signals) implements Waiter {
    @Override
    public void await() {
      signals.acquireUninterruptibly();
      signals.drainPermits();
    }

    @Override
    public void wake() {
      signals.release();
    }

    @Override
    public void close() {
      wake();
    }
  }

  private void signal() {
    waiters.forEach(Waiter::wake);
  }

  @Override
  public InMemoryTap tap() {
    return tap;
  }

  @Override
  public InMemoryPort port() {
    return port;
  }

  @Override
  public Waiter waiter(boolean forTap, boolean forPort) {
    SignalWaiter waiter = new SignalWaiter(new Semaphore(0));
    waiters.add(waiter);
    return waiter;
  }
}
