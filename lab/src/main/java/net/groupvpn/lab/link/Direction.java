package net.groupvpn.lab.link;

import java.io.IOException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.client.device.Waiter;

/** Moves frames from one device to the other: one thread reads and shapes, one delivers. */
final class Direction {
  /** Most frames in flight; more are dropped, as by a real link's buffer. */
  static final int MAX_FRAMES_UNDER_WAY = 50_000;

  private record Frame(byte[] bytes, long arrivalNanos, long sequence) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(arrivalNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Frame that = (Frame) other;
      int byArrival = Long.compare(arrivalNanos, that.arrivalNanos);
      return byArrival != 0 ? byArrival : Long.compare(sequence, that.sequence);
    }
  }

  private final LinuxTap from;
  private final TapDevice to;
  private final FrameShaper shaper;
  private final DelayQueue<Frame> underWay = new DelayQueue<>();
  private final Runnable onEnd;
  private long sequence;

  Direction(
      LinuxTap from, TapDevice to, LinkSettings settings, RandomGenerator random, Runnable onEnd) {
    this.from = from;
    this.to = to;
    this.shaper = new FrameShaper(settings, random);
    this.onEnd = onEnd;
  }

  void start() {
    startThread("shape-" + from.name(), this::readAndShape);
    startThread("deliver-" + to.name(), this::deliver);
  }

  private static void startThread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void readAndShape() {
    try (Waiter arrivals = from.waiter()) {
      while (true) {
        int length = from.receive();
        if (length == TapDevice.NOTHING) {
          arrivals.await();
        } else {
          byte[] frame = new byte[length];
          from.copyTo(frame, length);
          int onTheWire = length - VirtioHeader.BYTES;
          shaper.shape(System.nanoTime(), onTheWire, arrival -> enqueue(frame, arrival));
        }
      }
    } catch (IOException e) {
      System.err.println("the link is cut: " + e.getMessage());
    } finally {
      onEnd.run();
    }
  }

  private void enqueue(byte[] frame, long arrivalNanos) {
    if (underWay.size() < MAX_FRAMES_UNDER_WAY) {
      underWay.add(new Frame(frame, arrivalNanos, sequence++));
    }
  }

  private void deliver() {
    try {
      while (true) {
        Frame frame = underWay.take();
        to.write(frame.bytes, 0, frame.bytes.length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
