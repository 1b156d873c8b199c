package net.groupvpn.client.enrol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;

/**
 * The time by which a group's certificates are judged. It is this machine's own time, unless that
 * differs from the portal's by more than {@link #TOLERANCE}: then it is the portal's time,
 * continued by a clock that nobody sets. Certificates are made by the portal's clock, and the
 * portal is known by its key, so nobody else can move this one. Once the machine's own clock is
 * right, it is used again. Thread-safe; never blocks.
 */
public final class GroupClock extends Clock implements BootClock {
  /** Greatest accepted error of the machine's clock. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final BootClock boot;
  private final Clock machine;
  private volatile @Nullable Anchor anchor;

  private record Anchor(long bootNanos, Instant portalTime) {}

  /**
   * Makes a clock that has no portal time yet.
   *
   * @param boot keeps running whatever happens to the machine's clock
   * @param machine the machine's clock
   */
  public GroupClock(BootClock boot, Clock machine) {
    this.boot = boot;
    this.machine = machine;
  }

  /** The portal has just told its time. */
  public void onPortalTime(Instant portalTime) {
    anchor = new Anchor(boot.bootNanos(), portalTime);
  }

  /** The portal's time no longer counts; the machine's own does until the portal answers again. */
  public void forgetPortalTime() {
    anchor = null;
  }

  /**
   * How far the machine's clock is ahead of the portal's, negative if behind; null before the
   * portal has answered.
   */
  public @Nullable Duration ahead() {
    Instant portal = portalTime();
    return portal == null ? null : Duration.between(portal, machine.instant());
  }

  /** Whether the machine's clock is so wrong that it is not used. */
  public boolean isMachineWrong() {
    Duration ahead = ahead();
    return ahead != null && ahead.abs().compareTo(TOLERANCE) > 0;
  }

  private @Nullable Instant portalTime() {
    Anchor known = anchor;
    return known == null ? null : known.portalTime.plusNanos(boot.bootNanos() - known.bootNanos);
  }

  @Override
  public Instant instant() {
    return isMachineWrong() ? Objects.requireNonNull(portalTime()) : machine.instant();
  }

  @Override
  public long bootNanos() {
    return boot.bootNanos();
  }

  @Override
  public long wallMillis() {
    return instant().toEpochMilli();
  }

  @Override
  public long millis() {
    return wallMillis();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only instants are asked of this clock");
  }
}
