package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.device.PacketIo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon threads that move packets: one for both directions, or one for each. Any thread. */
final class PacketThreads {
  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(PacketThreads.class);

  private final EngineInbox inbox;
  private final PacketLoop inboundLoop;
  private final PacketLoop outboundLoop;
  private final List<Thread> threads = new ArrayList<>();

  /** {@code inbox} hears of a thread that has failed. */
  PacketThreads(DataPlane.Threads count, PacketIo io, Stages stages, EngineInbox inbox)
      throws IOException {
    this.inbox = inbox;
    if (count == DataPlane.Threads.ONE) {
      List<PacketLoop.Job> both = new ArrayList<>(stages.receiving());
      both.addAll(stages.sending());
      inboundLoop = new PacketLoop(io.waiter(true, true), both);
      outboundLoop = inboundLoop;
      add("gvpn-packets", inboundLoop);
    } else {
      inboundLoop = new PacketLoop(io.waiter(false, true), stages.receiving());
      outboundLoop = new PacketLoop(io.waiter(true, false), stages.sending());
      add("gvpn-inbound", inboundLoop);
      add("gvpn-outbound", outboundLoop);
    }
  }

  private void add(String name, PacketLoop loop) {
    Thread thread = new Thread(() -> runLoudly(name, loop), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void runLoudly(String name, PacketLoop loop) {
    try {
      loop.run();
    } catch (Throwable e) {
      LOG.error("the thread {} has ended; packets no longer pass", name, e);
      inbox.onDataPlaneFailed(name, e);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** There is something to send. */
  void wakeOutbound() {
    outboundLoop.wake();
  }

  /** There is something to deliver. */
  void wakeInbound() {
    inboundLoop.wake();
  }

  /** Waits until they have ended. */
  void end() throws InterruptedException {
    outboundLoop.stop();
    inboundLoop.stop();
    for (Thread thread : threads) {
      thread.join(STOP_MILLIS);
    }
    outboundLoop.close();
    inboundLoop.close();
  }
}
