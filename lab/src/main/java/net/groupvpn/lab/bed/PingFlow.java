package net.groupvpn.lab.bed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A continuous ping, five times a second, to detect gaps. */
public final class PingFlow {
  private static final String SECONDS_BETWEEN = "0.2";
  private static final double PINGS_PER_SECOND = 5;
  private static final long MORE_SECONDS = 60;
  private static final Pattern REPLY = Pattern.compile("icmp_seq=(\\d+) ttl=");

  private static final Pattern TIME = Pattern.compile("time=([\\d.]+) ms");

  private final HostProcess ping;
  private final String what;

  private PingFlow(HostProcess ping, String what) {
    this.ping = ping;
    this.what = what;
  }

  /** Starts pinging; the name is looked up once. Returns when the first reply has arrived. */
  public static PingFlow start(Host from, String target) {
    String what = from.name() + " pings " + target;
    HostProcess ping =
        from.start(
            "ping-" + target + "-" + System.nanoTime(),
            List.of("stdbuf", "-oL", "ping", "-n", "-i", SECONDS_BETWEEN, target));
    PingFlow flow = new PingFlow(ping, what);
    flow.awaitMore(1);
    return flow;
  }

  /** Number of replies so far. */
  public int replies() {
    return sequences().size();
  }

  /** Waits for further replies. */
  public PingFlow awaitMore(int replies) {
    int enough = replies() + replies;
    Await.until(
        what + ", " + replies + " more replies",
        MORE_SECONDS,
        () -> {
          requireAlive();
          return replies() >= enough;
        });
    return this;
  }

  private void requireAlive() {
    if (!ping.isAlive()) {
      throw new BedException(what + ", but ping has ended:\n" + ping.output());
    }
  }

  /** Ends it. */
  public PingFlow stop() {
    ping.stop();
    return this;
  }

  /** The last round trip, in milliseconds; NaN if there was none. */
  public double lastMillis() {
    double last = Double.NaN;
    Matcher matcher = TIME.matcher(ping.output());
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(1));
    }
    return last;
  }

  /** The longest time without a reply, between two replies, in seconds. */
  public double longestGapSeconds() {
    List<Integer> sequences = sequences();
    int longest = 1;
    for (int i = 1; i < sequences.size(); i++) {
      longest = Math.max(longest, sequences.get(i) - sequences.get(i - 1));
    }
    return (longest - 1) / PINGS_PER_SECOND;
  }

  @Override
  public String toString() {
    return "%s: %d replies, longest gap %.1f s".formatted(what, replies(), longestGapSeconds());
  }

  private List<Integer> sequences() {
    List<Integer> found = new ArrayList<>();
    Matcher matcher = REPLY.matcher(ping.output());
    while (matcher.find()) {
      found.add(Integer.valueOf(matcher.group(1)));
    }
    return found;
  }
}
