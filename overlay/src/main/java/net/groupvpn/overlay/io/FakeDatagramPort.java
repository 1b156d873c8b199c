package net.groupvpn.overlay.io;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** A port without a network, for tests: a test takes what was sent and puts in what is received. */
public final class FakeDatagramPort implements BlockingPort {
  private static final int QUEUE_LIMIT = 4_096;
  private static final Datagram END = new Datagram(null, new byte[0]);

  private final Endpoint local;
  private final BlockingQueue<Datagram> incoming = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final BlockingQueue<Datagram> sent = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final LongAdder tooLong = new LongAdder();
  private volatile boolean closed;

  /**
   * A datagram.
   *
   * @param peer its source or destination
   */
  public record Datagram(@Nullable Endpoint peer, byte[] bytes) {}

  /** A port that pretends to be bound to {@code local}. */
  public FakeDatagramPort(Endpoint local) {
    this.local = local;
  }

  @Override
  public int localPort() {
    return local.port();
  }

  /** Delivers a datagram to the receiver; waits while 4,096 are queued. */
  public void deliver(Endpoint from, byte[] bytes) throws InterruptedException {
    incoming.put(new Datagram(from, bytes.clone()));
  }

  /** How many delivered datagrams the receiver has not taken yet. */
  public int waiting() {
    return incoming.size();
  }

  /** The next datagram that was sent, or null if there is none within the time. */
  public @Nullable Datagram takeSent(long timeoutMillis) throws InterruptedException {
    return sent.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public int receive(DatagramBatch batch) {
    batch.clear();
    try {
      while (batch.count() == 0) {
        if (closed || !put(batch, incoming.take())) {
          return CLOSED;
        }
        Datagram next;
        while (!batch.isFull() && (next = incoming.poll()) != null) {
          put(batch, next);
        }
      }
      return batch.count();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CLOSED;
    }
  }

  private boolean put(DatagramBatch batch, Datagram datagram) {
    Endpoint from = datagram.peer();
    if (from == null) {
      return false;
    }
    byte[] buffer = batch.nextBuffer();
    int length = Math.min(buffer.length, datagram.bytes().length);
    System.arraycopy(datagram.bytes(), 0, buffer, 0, length);
    if (!batch.commit(length, from)) {
      tooLong.increment();
    }
    return true;
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    return !closed
        && sent.offer(new Datagram(to, Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public long droppedTooLong() {
    return tooLong.sum();
  }

  @Override
  public void close() {
    closed = true;
    incoming.clear();
    incoming.offer(END);
  }
}
