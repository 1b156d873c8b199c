package net.groupvpn.portal.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages show instants: exactly in UTC, and relative to now. */
public final class Times {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final long MINUTES_SHOWN_UP_TO = 120;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long HOURS_SHOWN_UP_TO = 48;
  private final Instant now;

  Times(Instant now) {
    this.now = now;
  }

  public String exact(Instant instant) {
    return EXACT.format(instant);
  }

  /** "3 minutes ago", "in 6 days". */
  public String distance(Instant instant) {
    var between = Duration.between(instant, now);
    if (between.abs().toMinutes() < 1) {
      return "just now";
    }
    var words = words(between.abs());
    return between.isNegative() ? "in " + words : words + " ago";
  }

  /** Rounded up, so that waiting this long is enough. */
  public static Duration wholeSeconds(Duration duration) {
    return Duration.ofSeconds(duration.plusNanos(NANOS_PER_SECOND - 1).toSeconds());
  }

  /** "20 seconds", "3 minutes", "6 days". */
  public static String words(Duration duration) {
    if (duration.toMinutes() < 1) {
      return counted(duration.toSeconds(), "second");
    }
    if (duration.toMinutes() < MINUTES_SHOWN_UP_TO) {
      return counted(duration.toMinutes(), "minute");
    }
    return duration.toHours() < HOURS_SHOWN_UP_TO
        ? counted(duration.toHours(), "hour")
        : counted(duration.toDays(), "day");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
