package net.groupvpn.overlay.io;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.BrokenStateException;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OutputSink;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.io.Inbox.Lane;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.time.Now;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real shell of an engine: one thread that waits for an input or the next timer, hands it to
 * the engine, and drains every output. It decides nothing. Costly work runs on a small pool and
 * returns as an input. All queues are bounded; what does not fit is dropped and counted.
 *
 * <p>{@link #offer}, {@link #execute} and {@link #call} may be called from any thread and never
 * block.
 *
 * <p>An exception while an input from outside is handled, or during work that peers have caused,
 * costs only that input: see {@link InputFailures}. The engine then checks that its state still
 * fits together. The loop ends, and logs an error, if that check fails, if a timer, a command of
 * the program or the output throws, or if anything throws an {@code Error}: those are bugs.
 */
public final class NodeLoop implements AutoCloseable {

  /**
   * Longest sleep. Waits use a clock that stops while the machine sleeps; engine timers use one
   * that does not. So the loop wakes up now and then.
   */
  private static final long MAX_SLEEP_NANOS = 5_000_000_000L;

  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

  private final EngineCore core;
  private final Supplier<Now> clock;
  private final BiConsumer<Endpoint, byte[]> transmitter;
  private final NodeLoopListener listener;
  private final Inbox inbox = new Inbox();
  private final WorkPool workers;
  private final Thread thread;
  private final OutputSink effects = new Effects();
  private final LongAdder droppedSealed = new LongAdder();
  private final LongAdder droppedUnauthenticated = new LongAdder();
  private final LongAdder droppedPublic = new LongAdder();
  private final InputFailures failures = new InputFailures();
  private final AtomicBoolean crashed = new AtomicBoolean();
  private volatile boolean stopping;

  /**
   * Makes a loop; {@link #start} starts it.
   *
   * @param clock boot and wall time
   * @param transmitter sends a datagram; must not block and must swallow what the network refuses
   */
  public NodeLoop(
      String name,
      EngineCore core,
      Supplier<Now> clock,
      BiConsumer<Endpoint, byte[]> transmitter,
      NodeLoopListener listener) {
    this.core = core;
    this.clock = clock;
    this.transmitter = transmitter;
    this.listener = listener;
    this.thread = new Thread(this::run, name);
    this.workers =
        new WorkPool(
            this::onWorkDone,
            thrown -> failures.note("work", thrown),
            this::crash,
            task -> {
              Thread worker = new Thread(task, name + "-work");
              worker.setDaemon(true);
              return worker;
            });
  }

  /** Starts the engine's thread. */
  public void start() {
    thread.start();
  }

  /**
   * Hands in a datagram; the loop owns the array from now on.
   *
   * @return false if too many are waiting; it was then dropped and counted
   */
  public boolean offer(Endpoint from, byte[] datagram) {
    return offer(new Input.Datagram(from, datagram), datagram);
  }

  /** As {@link #offer(Endpoint, byte[])}, for a frame from a TCP connection. */
  public boolean offerStream(Endpoint from, byte[] frame) {
    return offer(new Input.StreamFrame(from, frame), frame);
  }

  /** Tells the engine that a TCP connection has ended. */
  public void offerStreamClosed(Endpoint peer) {
    inbox.offer(Lane.OBSERVED, new Input.StreamClosed(peer));
  }

  private boolean offer(Input input, byte[] frame) {
    boolean sealed = FrameHeader.isSealed(frame);
    Lane lane = sealed ? Lane.SEALED : Lane.UNAUTHENTICATED;
    boolean queued = inbox.offer(lane, input);
    if (!queued) {
      (sealed ? droppedSealed : droppedUnauthenticated).increment();
    }
    return queued;
  }

  /** Runs {@code action} on the engine thread; false if the loop is stopping or overloaded. */
  public boolean execute(Runnable action) {
    return !stopping && inbox.offer(Lane.COMMAND, new Input.Command(action));
  }

  /**
   * As {@link #execute}, for what the data plane has seen on the network: if {@code report} throws,
   * only this report is lost.
   */
  public boolean observe(Runnable report) {
    return !stopping && inbox.offer(Lane.OBSERVED, new Input.Observation(report));
  }

  /**
   * Asks {@code question} on the engine thread. The answer fails with the question's own exception,
   * which does not stop the loop, or with {@link RejectedExecutionException}.
   */
  public <R> CompletableFuture<R> call(Supplier<R> question) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    boolean queued =
        execute(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    if (!queued) {
      answer.completeExceptionally(new RejectedExecutionException("the engine is not taking more"));
    }
    return answer;
  }

  /** What the loop itself has dropped, by name. */
  public Map<String, Long> counters() {
    Map<String, Long> counts = new TreeMap<>(listener.counters());
    counts.put(OverlayCounter.DROPPED_INBOX_SEALED.label(), droppedSealed.sum());
    counts.put(OverlayCounter.DROPPED_INBOX_UNAUTHENTICATED.label(), droppedUnauthenticated.sum());
    counts.put(OverlayCounter.DROPPED_OUTPUT_NO_PUBLIC_OVERLAY.label(), droppedPublic.sum());
    counts.put(OverlayCounter.DROPPED_INPUT_FAILED.label(), failures.count());
    return counts;
  }

  /** Whether the engine thread runs. */
  public boolean isAlive() {
    return thread.isAlive() && !crashed.get();
  }

  /** Finishes the waiting commands, then stops. From any thread except the engine's own. */
  @Override
  public void close() throws InterruptedException {
    if (!inbox.offer(Lane.COMMAND, new Input.Command(() -> stopping = true))) {
      stopping = true;
      thread.interrupt();
    }
    thread.join(STOP_MILLIS);
    workers.close();
  }

  private void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (InterruptedException e) {
      LOG.debug("the engine was interrupted and stops");
    } catch (Throwable e) {
      crash(e);
    } finally {
      stopping = true;
    }
  }

  private void turn() throws InterruptedException {
    long wait = Math.min(MAX_SLEEP_NANOS, untilTimeout(clock.get()));
    Input input = inbox.poll(wait, !workers.isBusy());
    Now now = clock.get();
    if (untilTimeout(now) <= 0) {
      core.onTimeout(now);
      drain();
    }
    if (input != null) {
      apply(input, now);
      drain();
    }
  }

  private void apply(Input input, Now now) {
    try {
      input.applyTo(core, now);
    } catch (BrokenStateException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!input.isFromOutside()) {
        throw e;
      }
      failures.note(input.getClass().getSimpleName(), e);
      core.verify();
    }
  }

  private long untilTimeout(Now now) {
    long next = core.nextTimeoutNanos();
    return next == Long.MAX_VALUE ? Long.MAX_VALUE : next - now.bootNanos();
  }

  private void drain() {
    for (Output output = core.pollOutput(); output != null; output = core.pollOutput()) {
      output.handTo(effects);
    }
  }

  /** What this shell does for the engine; the listener does the rest. */
  private final class Effects implements OutputSink {
    @Override
    public void onTransmit(Output.Transmit transmit) {
      transmitter.accept(transmit.to(), transmit.datagram());
    }

    @Override
    public void onScatter(Output.Scatter scatter) {
      listener.onScatter(scatter.to(), scatter.datagrams());
    }

    @Override
    public void onTransmitStream(Output.TransmitStream stream) {
      listener.onTransmitStream(stream.to(), stream.frame());
    }

    @Override
    public void onTransmitElsewhere(Output.TransmitElsewhere elsewhere) {
      listener.onTransmitElsewhere(elsewhere.to(), elsewhere.datagram());
    }

    /** A host of two realms carries these itself; a single realm has nobody to carry them. */
    @Override
    public void onTransmitPublic(Output.TransmitPublic carried) {
      droppedPublic.increment();
    }

    @Override
    public void onDoWork(Output.DoWork doWork) {
      workers.submit(doWork.work());
    }

    @Override
    public void onDeliverData(Output.DeliverData data) {
      listener.onDeliverData(data.from(), data.datagram());
    }

    @Override
    public void onPublish(Output.Publish publish) {
      listener.onPublish(publish.peer());
    }

    @Override
    public void onWithdraw(Output.Withdraw withdraw) {
      listener.onWithdraw(withdraw.peer());
    }

    @Override
    public void onNotify(Output.Notify told) {
      listener.onNotify(told.event(), told.detail());
    }
  }

  private void onWorkDone(Work<?> work) {
    inbox.offer(Lane.WORK, new Input.Done(work));
  }

  private void crash(Throwable cause) {
    if (!crashed.compareAndSet(false, true)) {
      return;
    }
    stopping = true;
    thread.interrupt();
    LOG.error("the engine's state is inconsistent, so it stops; please report this", cause);
    listener.onCrash(cause);
  }
}
