package net.groupvpn.client.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** A port without a network, for tests: a test takes what was sent and puts in what is received. */
public final class InMemoryPort implements BatchPort {
  private static final int QUEUE_LIMIT = 4_096;
  private static final int BATCH = 16;

  private final Endpoint local;
  private final Runnable onMessage;
  private final BlockingQueue<Message> incoming = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final List<Message> received = new ArrayList<>();
  private volatile int interfaceBytes = Integer.MAX_VALUE;
  private volatile boolean closed;

  /**
   * Datagrams from or to one peer.
   *
   * @param segmentBytes length of each except the last
   */
  public record Message(Endpoint peer, byte[] bytes, int segmentBytes) {}

  /** {@code onMessage} runs when something has arrived. */
  InMemoryPort(Endpoint local, Runnable onMessage) {
    this.local = local;
    this.onMessage = onMessage;
  }

  @Override
  public int localPort() {
    return local.port();
  }

  /** From now on the interface refuses longer datagrams. */
  public void limit(int datagramBytes) {
    interfaceBytes = datagramBytes;
  }

  /** Delivers a datagram to the receiver; waits while 4,096 are queued. */
  public void deliver(Endpoint from, byte[] bytes) throws InterruptedException {
    deliver(from, bytes, Math.max(1, bytes.length));
  }

  /** Delivers several datagrams to the receiver in one message. */
  public void deliver(Endpoint from, byte[] bytes, int segmentBytes) throws InterruptedException {
    incoming.put(new Message(from, bytes.clone(), segmentBytes));
    onMessage.run();
  }

  /** The next datagram that was sent, or null if there is none within the time. */
  public @Nullable Message takeSent(long timeoutMillis) throws InterruptedException {
    return sent.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public int receive() {
    received.clear();
    incoming.drainTo(received, BATCH);
    return received.size();
  }

  @Override
  public int copyTo(int message, byte[] bytes) {
    byte[] from = received.get(message).bytes();
    System.arraycopy(from, 0, bytes, 0, from.length);
    return from.length;
  }

  @Override
  public int segmentBytes(int message) {
    return received.get(message).segmentBytes();
  }

  @Override
  public Endpoint source(int message) {
    return received.get(message).peer();
  }

  @Override
  public void send(SendBatch batch, Refusals refusals) {
    for (int run = 0; run < batch.runs(); run++) {
      int end = batch.start(run) + batch.length(run);
      for (int at = batch.start(run); at < end; at += batch.segmentBytes(run)) {
        int length = Math.min(batch.segmentBytes(run), end - at);
        if (!send(batch.destination(run).endpoint(), batch.bytes(), at, length)) {
          refusals.onRefused(batch.destination(run), 1, length, length > interfaceBytes);
        }
      }
    }
    batch.clear();
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    return !closed && length <= interfaceBytes && sent.offer(new Message(to, copy, length));
  }

  @Override
  public void close() {
    closed = true;
  }
}
