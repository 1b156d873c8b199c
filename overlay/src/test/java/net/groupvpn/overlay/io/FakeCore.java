package net.groupvpn.overlay.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/** An engine that records its inputs. */
final class FakeCore implements EngineCore {
  final BlockingQueue<String> inputs = new LinkedBlockingQueue<>();
  final Queue<Output> outputs = new ArrayDeque<>();
  final List<Work<?>> done = new ArrayList<>();
  Consumer<byte[]> onDatagram = datagram -> {};
  Consumer<Work<?>> onWork = work -> {};
  Runnable onTimeout = () -> {};
  Runnable onVerify = () -> {};
  final AtomicInteger verified = new AtomicInteger();
  volatile long timeoutNanos = Long.MAX_VALUE;

  @Override
  public void enter(Now now) {
    inputs.add("enter");
  }

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    inputs.add("datagram " + datagram[0]);
    onDatagram.accept(datagram);
  }

  @Override
  public void onTimeout(Now now) {
    timeoutNanos = Long.MAX_VALUE;
    inputs.add("timeout");
    onTimeout.run();
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {
    inputs.add("work");
    done.add(work);
    onWork.accept(work);
  }

  @Override
  public void verify() {
    verified.incrementAndGet();
    onVerify.run();
  }

  @Override
  public long nextTimeoutNanos() {
    return timeoutNanos;
  }

  @Override
  public @Nullable Output pollOutput() {
    return outputs.poll();
  }
}
