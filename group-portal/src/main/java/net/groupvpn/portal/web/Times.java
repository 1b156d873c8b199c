package net.groupvpn.portal.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages show instants: exactly in UTC, and as a distance from now. */
public final class Times {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final long MINUTES_SHOWN_UP_TO = 120;
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
    var words = words(between.abs());
    if (words.isEmpty()) {
      return "just now";
    }
    return between.isNegative() ? "in " + words : words + " ago";
  }

  private static String words(Duration duration) {
    if (duration.toMinutes() < 1) {
      return "";
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
