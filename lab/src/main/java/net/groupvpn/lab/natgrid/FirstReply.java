package net.groupvpn.lab.natgrid;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import org.jspecify.annotations.Nullable;

/** A ping, ten times a second, that knows when its first reply came. */
final class FirstReply implements AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final Pattern REPLY = Pattern.compile("\\[(\\d+\\.\\d+)] \\d+ bytes from ");

  private final long startedMillis = System.currentTimeMillis();
  private final HostProcess ping;

  FirstReply(Host from, String target) {
    ping = from.start("ping", List.of("stdbuf", "-oL", "ping", "-D", "-n", "-i", "0.1", target));
  }

  /** After how many milliseconds the first reply came; null if none has come yet. */
  @Nullable Long millis() {
    Matcher matcher = REPLY.matcher(ping.output());
    if (!matcher.find()) {
      return null;
    }
    double at = Double.parseDouble(matcher.group(1)) * MILLIS_PER_SECOND;
    return Math.max(0, Math.round(at) - startedMillis);
  }

  @Override
  public void close() {
    ping.stop();
  }
}
