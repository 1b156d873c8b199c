package net.groupvpn.lab.natgrid;

import java.util.List;
import java.util.regex.Pattern;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import org.jspecify.annotations.Nullable;

/** A ping, ten times a second, that records the times of replies. */
final class Replies implements AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final long TALKING_MILLIS = 2_000;
  private static final Pattern REPLY = Pattern.compile("\\[(\\d+\\.\\d+)] \\d+ bytes from ");

  private final long startedMillis = System.currentTimeMillis();
  private final HostProcess ping;

  Replies(Host from, String target) {
    ping = from.start("ping", List.of("stdbuf", "-oL", "ping", "-D", "-n", "-i", "0.1", target));
  }

  /** Milliseconds until the first reply; null if none has arrived yet. */
  @Nullable Long firstMillis() {
    return repliesMillis().stream().findFirst().orElse(null);
  }

  /** Whether a reply arrived in the last seconds, so that the present path works. */
  boolean isTalking() {
    long since = System.currentTimeMillis() - startedMillis - TALKING_MILLIS;
    return repliesMillis().stream().anyMatch(millis -> millis >= since);
  }

  /** {@link Gaps#longestMillis} of replies. */
  long longestGapMillis(long sinceMillis) {
    long now = System.currentTimeMillis();
    return Gaps.longestMillis(repliesMillis(), sinceMillis - startedMillis, now - startedMillis);
  }

  private List<Long> repliesMillis() {
    return REPLY
        .matcher(ping.output())
        .results()
        .map(reply -> Math.round(Double.parseDouble(reply.group(1)) * MILLIS_PER_SECOND))
        .map(at -> Math.max(0, at - startedMillis))
        .toList();
  }

  @Override
  public void close() {
    ping.stop();
  }
}
