package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Small structures beside plain models of them. */
class ByteQueueProperties {
  private static final int STEPS = 200;

  /** A queue with what was put into it and taken out of it. */
  private static final class QueueRun {
    final BlockPool pool = new BlockPool(1_000);
    final MemberAccount account = new MemberAccount(NatBed.ALICE, NatLimits.DEFAULT, 0);
    final ByteQueue queue = new ByteQueue(pool, account);
    final ByteArrayOutputStream in = new ByteArrayOutputStream();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void writeBackToFront(byte[] bytes, int split) {
      assertThat(queue.write(queue.size() + split, bytes, split, bytes.length - split)).isTrue();
      assertThat(queue.write(queue.size(), bytes, 0, split)).isTrue();
      queue.extend(bytes.length);
      in.writeBytes(bytes);
    }

    void fillSpace(byte[] bytes) {
      ByteBuffer space = Objects.requireNonNull(queue.space(1 + bytes.length));
      int length = Math.min(space.remaining(), bytes.length);
      space.put(bytes, 0, length);
      queue.extend(length);
      queue.releaseIfEmpty();
      in.write(bytes, 0, length);
    }

    void takeHead(Random random) {
      ByteBuffer head = queue.head();
      byte[] taken = new byte[random.nextInt(head.remaining() + 1)];
      head.get(taken);
      out.writeBytes(taken);
      queue.discard(taken.length);
    }

    void take(int length) {
      byte[] taken = new byte[length];
      queue.copyOut(0, taken, 0, taken.length);
      out.writeBytes(taken);
      queue.discard(taken.length);
    }
  }

  @Property(tries = 100)
  void aQueueIsAQueue(@ForAll long seed) {
    Random random = new Random(seed);
    QueueRun run = new QueueRun();
    for (int step = 0; step < STEPS; step++) {
      byte[] bytes = new byte[random.nextInt(40_000)];
      random.nextBytes(bytes);
      switch (random.nextInt(4)) {
        case 0 -> run.writeBackToFront(bytes, random.nextInt(bytes.length + 1));
        case 1 -> run.fillSpace(bytes);
        case 2 -> run.takeHead(random);
        default -> run.take(random.nextInt(run.queue.size() + 1));
      }
      assertThat(run.queue.size()).isEqualTo(run.in.size() - run.out.size());
    }
    run.take(run.queue.size());
    assertThat(Arrays.equals(run.in.toByteArray(), run.out.toByteArray())).isTrue();
    assertThat(run.pool.taken()).isZero();
    assertThat(run.account.blocks).isZero();
  }

  @Property(tries = 300)
  void rangesAreASetOfNumbers(@ForAll int base, @ForAll long seed) {
    Random random = new Random(seed);
    SequenceRanges ranges = new SequenceRanges();
    TreeSet<Integer> model = new TreeSet<>();
    for (int step = 0; step < STEPS; step++) {
      int start = random.nextInt(300);
      int end = start + 1 + random.nextInt(12);
      if (random.nextInt(10) == 0) {
        ranges.dropBefore(base + start);
        model.headSet(start).clear();
      } else if (ranges.add(base + start, base + end)) {
        for (int i = start; i < end; i++) {
          model.add(i);
        }
      } else {
        assertThat(ranges.count()).isEqualTo(SequenceRanges.MAX);
      }
      TreeSet<Integer> held = new TreeSet<>();
      for (int i = 0; i < ranges.count(); i++) {
        for (int n = ranges.start(i) - base; n < ranges.end(i) - base; n++) {
          assertThat(held.add(n)).isTrue();
        }
      }
      assertThat(held).isEqualTo(model);
      assertThat(ranges.bytes()).isEqualTo(model.size());
    }
  }

  @Property(tries = 100)
  void deadlinesComeInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    DeadlineHeap heap = new DeadlineHeap();
    Timed[] all = new Timed[50];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          new Timed() {
            @Override
            void onDue(long now) {}
          };
    }
    PriorityQueue<Long> model = new PriorityQueue<>();
    long now = 0;
    for (int step = 0; step < STEPS; step++) {
      Timed timed = all[random.nextInt(all.length)];
      if (random.nextInt(5) == 0) {
        timed.clearAll();
        heap.remove(timed);
      } else {
        timed.set(NatTimer.IDLE, now + random.nextInt(100));
        heap.schedule(timed);
      }
      now += random.nextInt(3);
      for (Timed due = heap.poll(now); due != null; due = heap.poll(now)) {
        assertThat(due.take(NatTimer.IDLE, now)).isTrue();
      }
      model.clear();
      for (Timed each : all) {
        if (each.dueNanos() != Timed.NEVER) {
          model.add(each.dueNanos());
        }
      }
      long first = model.isEmpty() ? Timed.NEVER : Objects.requireNonNull(model.peek());
      assertThat(first).isGreaterThan(now);
      assertThat(heap.nextNanos()).isLessThanOrEqualTo(first);
    }
  }
}
