package net.groupvpn.client.device;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device without an operating system, for tests, which send and take its frames. */
public final class InMemoryTap implements TapDevice {
  private static final int QUEUE_LIMIT = 4_096;

  private final String name;
  private volatile long mac;
  private volatile long systemMac;
  private volatile boolean takesMany = true;
  private final Set<Offload> offloads;
  private final Runnable onFrame;
  private final BlockingQueue<byte[]> fromSystem = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final BlockingQueue<byte[]> toSystem = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private byte[] received = {};
  private volatile boolean closed;

  /** {@code onFrame} runs when the system has sent a frame. */
  InMemoryTap(String name, long mac, Set<Offload> offloads, Runnable onFrame) {
    this.name = name;
    this.mac = mac;
    this.systemMac = mac;
    this.offloads = Set.copyOf(offloads);
    this.onFrame = onFrame;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long mac() {
    return mac;
  }

  @Override
  public boolean refreshMac() {
    boolean isNew = mac != systemMac;
    mac = systemMac;
    return isNew;
  }

  /** Simulates a program that gives the device another Ethernet address. */
  public void changeMac(long changed) {
    systemMac = changed;
  }

  /** From now on frames that stand for many packets are refused. */
  public void refuseMany() {
    takesMany = false;
  }

  @Override
  public Set<Offload> offloads() {
    return offloads;
  }

  /**
   * Simulates a complete Ethernet frame from the operating system; waits while 4,096 are queued.
   */
  public void sendFromSystem(byte[] ethernetFrame) throws InterruptedException {
    byte[] frame = new byte[VirtioHeader.BYTES + ethernetFrame.length];
    System.arraycopy(ethernetFrame, 0, frame, VirtioHeader.BYTES, ethernetFrame.length);
    sendWithHeader(frame);
  }

  /** The same with its {@link VirtioHeader}. */
  public void sendWithHeader(byte[] frame) throws InterruptedException {
    fromSystem.put(frame.clone());
    onFrame.run();
  }

  /** The next frame that the operating system would get, or null if none arrives in time. */
  public byte @Nullable [] takeWithHeader(long timeoutMillis) throws InterruptedException {
    return toSystem.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** The same without its {@link VirtioHeader}. */
  public byte @Nullable [] takeForSystem(long timeoutMillis) throws InterruptedException {
    byte[] frame = takeWithHeader(timeoutMillis);
    return frame == null ? null : Arrays.copyOfRange(frame, VirtioHeader.BYTES, frame.length);
  }

  @Override
  public int receive() {
    byte[] next = fromSystem.poll();
    received = next == null ? received : next;
    return next == null ? NOTHING : next.length;
  }

  @Override
  public void copyTo(byte[] frame, int length) {
    System.arraycopy(received, 0, frame, 0, length);
  }

  @Override
  public Written write(byte[] frame, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    if (!takesMany && VirtioHeader.segmentation(copy) != VirtioHeader.GSO_NONE) {
      return Written.INVALID;
    }
    return !closed && toSystem.offer(copy) ? Written.TAKEN : Written.REFUSED;
  }

  @Override
  public void close() {
    closed = true;
  }
}
