package net.groupvpn.client.device;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device without an operating system, for tests: they send and take its frames. */
public final class InMemoryTap implements TapDevice {
  private static final int QUEUE_LIMIT = 4_096;
  private static final byte[] END = {};

  private final String name;
  private final long mac;
  private final BlockingQueue<byte[]> fromSystem = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final BlockingQueue<byte[]> toSystem = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private volatile boolean closed;

  /** A device with this name and Ethernet address. */
  public InMemoryTap(String name, long mac) {
    this.name = name;
    this.mac = mac;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long mac() {
    return mac;
  }

  /** Plays the operating system sending a frame; waits while 4,096 are queued. */
  public void sendFromSystem(byte[] frame) throws InterruptedException {
    fromSystem.put(frame.clone());
  }

  /** How many frames the reader has not taken yet. */
  public int waiting() {
    return fromSystem.size();
  }

  /** The next frame that the operating system would receive, or null if none comes in time. */
  public byte @Nullable [] takeForSystem(long timeoutMillis) throws InterruptedException {
    return toSystem.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public int read(byte[] frame) {
    try {
      byte[] next = closed ? END : fromSystem.take();
      if (next == END) {
        return CLOSED;
      }
      int length = Math.min(next.length, frame.length);
      System.arraycopy(next, 0, frame, 0, length);
      return length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CLOSED;
    }
  }

  @Override
  public boolean write(byte[] frame, int offset, int length) {
    return !closed && toSystem.offer(Arrays.copyOfRange(frame, offset, offset + length));
  }

  @Override
  public void close() {
    closed = true;
    fromSystem.clear();
    fromSystem.offer(END);
  }
}
