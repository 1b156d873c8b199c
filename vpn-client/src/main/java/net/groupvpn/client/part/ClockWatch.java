package net.groupvpn.client.part;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.enrol.ClockText;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.overlay.io.BootClock;

/**
 * Reports when this machine's clock is wrong, and by how much. Has peers asked again when the time
 * was set, because handshakes that failed by a wrong clock may pass now. A thread of its own.
 */
final class ClockWatch implements AutoCloseable {
  private static final String CODE = "clock";
  private static final long LOOK_MILLIS = 2_000;

  /** A step larger than this is a reason to ask peers again. */
  private static final Duration STEP = Duration.ofMinutes(1);

  private final GroupClock clock;
  private final Clock machine;
  private final BootClock boot;
  private final Notices notices;
  private final Runnable onStep;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread watch = new Thread(task, "clock");
            watch.setDaemon(true);
            return watch;
          });

  private boolean wasWrong;
  private long lastBootNanos;
  private long lastMachineMillis;

  /** {@code onStep} is called on the watch's thread. */
  ClockWatch(GroupClock clock, Clock machine, BootClock boot, Notices notices, Runnable onStep) {
    this.clock = clock;
    this.machine = machine;
    this.boot = boot;
    this.notices = notices;
    this.onStep = onStep;
    this.lastBootNanos = boot.bootNanos();
    this.lastMachineMillis = machine.millis();
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Checks once. */
  void look() {
    boolean stepped = hasStepped();
    if (stepped && clock.isMachineWrong()) {
      // A virtual machine was paused, say: its other clocks stood still, and this one was set.
      clock.forgetPortalTime();
    }
    boolean isWrong = clock.isMachineWrong();
    Duration ahead = clock.ahead();
    if (isWrong && ahead != null) {
      notices.raise(CODE, ClockText.of(ahead));
    } else {
      notices.clear(CODE);
    }
    if (stepped || isWrong != wasWrong) {
      wasWrong = isWrong;
      onStep.run();
    }
  }

  private boolean hasStepped() {
    long bootNanos = boot.bootNanos();
    long machineMillis = machine.millis();
    long passed = TimeUnit.NANOSECONDS.toMillis(bootNanos - lastBootNanos);
    long step = machineMillis - lastMachineMillis - passed;
    lastBootNanos = bootNanos;
    lastMachineMillis = machineMillis;
    return Math.abs(step) > STEP.toMillis();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
