package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.engine.BrokenStateException;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeLoopTest {
  private static final Endpoint PEER = new Endpoint(InetAddress.getLoopbackAddress(), 7400);
  private static final Now NOW = new Now(1_000, 2_000);
  private static final byte[] SEALED = sealed();
  private static final byte HANDSHAKE = 1;

  private final FakeCore core = new FakeCore();
  private final BlockingQueue<String> effects = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> crash = new CompletableFuture<>();
  private NodeLoop loop;

  private static byte[] sealed() {
    byte[] frame = new byte[RecordSealer.OVERHEAD_BYTES];
    frame[0] = (byte) FrameType.SEALED.code();
    frame[1] = FrameHeader.VERSION;
    return frame;
  }

  @BeforeEach
  void makeLoop() {
    NodeLoopListener listener =
        new NodeLoopListener() {
          @Override
          public void onNotify(String event, String detail) {
            effects.add(event);
          }

          @Override
          public void onCrash(Throwable cause) {
            crash.complete(cause);
          }
        };
    loop =
        new NodeLoop(
            "engine", core, () -> NOW, (to, bytes) -> effects.add("sent " + bytes[0]), listener);
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.close();
  }

  @Test
  void drainsEveryOutputAfterEachInput() throws InterruptedException {
    core.onDatagram =
        datagram -> {
          core.outputs.add(new Output.Transmit(PEER, new byte[] {7}));
          core.outputs.add(new Output.Notify("joined", ""));
        };
    loop.offer(PEER, new byte[] {HANDSHAKE});
    loop.start();

    assertThat(effects.take()).isEqualTo("sent 7");
    assertThat(effects.take()).isEqualTo("joined");
  }

  @Test
  void sealedControlIsHandledBeforeHandshakesThatCameEarlier() throws InterruptedException {
    loop.offer(PEER, new byte[] {HANDSHAKE});
    loop.offer(PEER, SEALED);
    loop.start();

    assertThat(core.inputs.take()).isEqualTo("datagram 3");
    assertThat(core.inputs.take()).isEqualTo("datagram 1");
  }

  @Test
  void whateverIsObservedTakesNoCommandsPlace() throws InterruptedException {
    for (int i = 0; i < 2 * Inbox.Lane.COMMAND.capacity; i++) {
      loop.observe(() -> {});
      loop.offerStreamClosed(PEER);
    }
    assertThat(loop.execute(() -> effects.add("command"))).isTrue();
    loop.start();

    assertThat(effects.take()).isEqualTo("command");
  }

  @Test
  void overloadIsDroppedAndCounted() {
    for (int i = 0; i < Inbox.Lane.UNAUTHENTICATED.capacity + 5; i++) {
      loop.offer(PEER, new byte[] {HANDSHAKE});
    }

    assertThat(loop.counters())
        .containsEntry(OverlayCounter.DROPPED_INBOX_UNAUTHENTICATED.label(), 5L)
        .containsEntry(OverlayCounter.DROPPED_INBOX_SEALED.label(), 0L);
  }

  @Test
  void anEmptyDatagramIsNotTakenForSealed() {
    loop.offer(PEER, new byte[0]);

    assertThat(loop.counters()).containsEntry(OverlayCounter.DROPPED_INBOX_SEALED.label(), 0L);
  }

  @Test
  void dueTimersFireBeforeTheInput() throws InterruptedException {
    core.timeoutNanos = NOW.bootNanos();
    loop.offer(PEER, SEALED);
    loop.start();

    assertThat(core.inputs.take()).isEqualTo("timeout");
    assertThat(core.inputs.take()).isEqualTo("datagram 3");
  }

  @Test
  void workRunsOnAnotherThreadAndComesBackAsAnInput() throws Exception {
    Engine engine = new Engine(RandomGenerator.of("L64X128MixRandom"), NOW);
    CompletableFuture<String> ranOn = new CompletableFuture<>();
    engine.work(() -> ranOn.complete(Thread.currentThread().getName()), result -> {});
    core.outputs.add(engine.pollOutput());
    loop.execute(() -> {});
    loop.start();

    assertThat(ranOn.get()).isEqualTo("engine-work");
    assertThat(core.inputs.take()).isEqualTo("enter");
    assertThat(core.inputs.take()).isEqualTo("work");
  }

  @Test
  void answersOnTheEngineThread() throws Exception {
    loop.start();

    assertThat(loop.call(() -> Thread.currentThread().getName()).get()).isEqualTo("engine");
  }

  @Test
  void aQuestionThatThrowsDoesNotStopTheLoop() {
    loop.start();
    CompletableFuture<String> answer =
        loop.call(
            () -> {
              throw new IllegalStateException("no such member");
            });

    assertThatThrownBy(answer::get).hasMessageContaining("no such member");
    assertThat(loop.call(() -> 1).join()).isEqualTo(1);
  }

  private void failEachDatagramWith(RuntimeException thrown) {
    core.onDatagram =
        datagram -> {
          throw thrown;
        };
  }

  @Test
  void aThrowCostsTheInputThatCausedItAndNoOther() {
    failEachDatagramWith(new IllegalArgumentException("a field of a peer's"));
    loop.start();
    loop.offer(PEER, SEALED);
    loop.offer(PEER, new byte[] {1});
    loop.observe(
        () -> {
          throw new IndexOutOfBoundsException("a packet of a peer's");
        });

    assertThat(loop.call(() -> "next").join()).isEqualTo("next");
    await(() -> core.verified.get() == 3);
    assertThat(loop.counters()).containsEntry(OverlayCounter.DROPPED_INPUT_FAILED.label(), 3L);
    assertThat(loop.isAlive()).isTrue();
  }

  @Test
  void stateThatIsFoundBrokenAfterAThrowEndsTheLoop() throws Exception {
    BrokenStateException broken = new BrokenStateException("two tables differ");
    failEachDatagramWith(new IllegalArgumentException("a field of a peer's"));
    core.onVerify =
        () -> {
          throw broken;
        };
    loop.start();
    loop.offer(PEER, SEALED);

    assertThat(crash.get()).isSameAs(broken);
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void brokenStateEndsTheLoopWhateverTheInputWas() throws Exception {
    BrokenStateException broken = new BrokenStateException("two tables differ");
    failEachDatagramWith(broken);
    loop.start();
    loop.offer(PEER, SEALED);

    assertThat(crash.get()).isSameAs(broken);
  }

  @Test
  void aThrowOfACommandEndsTheLoopLoudly() throws Exception {
    IllegalArgumentException own = new IllegalArgumentException("the program's own mistake");
    loop.start();
    loop.execute(
        () -> {
          throw own;
        });

    assertThat(crash.get()).isSameAs(own);
  }

  @Test
  void aThrowOfATimerEndsTheLoopLoudly() throws Exception {
    IllegalStateException own = new IllegalStateException("the engine's own mistake");
    core.onTimeout =
        () -> {
          throw own;
        };
    core.timeoutNanos = NOW.bootNanos();
    loop.start();

    assertThat(crash.get()).isSameAs(own);
  }

  @Test
  void workOnWhatPeersHaveSentCountsAsRefusedIfItThrows() {
    Engine engine = new Engine(RandomGenerator.of("L64X128MixRandom"), NOW);
    List<String> results = new ArrayList<>();
    engine.work(
        () -> {
          throw new IllegalStateException("bytes that no parser expects");
        },
        () -> "refused",
        results::add);
    core.onWork = work -> engine.onWorkDone(NOW, work);
    core.outputs.add(engine.pollOutput());
    loop.execute(() -> {});
    loop.start();

    await(() -> loop.call(() -> !results.isEmpty()).join());
    assertThat(results).containsExactly("refused");
    assertThat(loop.counters()).containsEntry(OverlayCounter.DROPPED_INPUT_FAILED.label(), 1L);
    assertThat(loop.isAlive()).isTrue();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void aThrowOfWorkEndsTheLoopToo() throws Exception {
    Engine engine = new Engine(RandomGenerator.of("L64X128MixRandom"), NOW);
    engine.work(
        () -> {
          throw new IllegalStateException("a task must report failures as results");
        },
        result -> {});
    core.outputs.add(engine.pollOutput());
    loop.execute(() -> {});
    loop.start();

    assertThat(crash.get()).hasMessageContaining("failures as results");
  }

  @Test
  void closingFinishesTheCommandsThatWait() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(ran::countDown);
    loop.start();
    loop.close();

    assertThat(ran.await(1, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.call(() -> 1)).isCompletedExceptionally();
    assertThatThrownBy(() -> loop.call(() -> 1).get())
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }
}
