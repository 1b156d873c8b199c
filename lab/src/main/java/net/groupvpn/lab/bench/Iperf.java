package net.groupvpn.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import org.jspecify.annotations.Nullable;

/** One run of iperf3 between two hosts, with a server for this run only. */
public final class Iperf implements AutoCloseable {
  private static final long SERVER_SECONDS = 10;

  /** Extra time besides the run itself: connecting, and the last results over a slow tunnel. */
  private static final int GRACE_SECONDS = 20;

  private final Host from;
  private final String label;
  private final List<String> command;
  private final int seconds;
  private final HostProcess server;
  private @Nullable HostProcess client;

  /**
   * Starts the server.
   *
   * @param target the address of {@code to}
   * @param seconds duration of the whole run, including the warm-up
   */
  public Iperf(Host from, Host to, String target, int seconds, List<String> options) {
    this.from = from;
    this.label = "iperf3-client-" + to.name();
    this.seconds = seconds;
    // timeout ends it even if nobody asks for the result.
    this.command =
        new ArrayList<>(List.of("timeout", String.valueOf(seconds + GRACE_SECONDS), "iperf3"));
    this.command.addAll(List.of("-J", "-c", target));
    this.command.addAll(options);
    this.server =
        to.start("iperf3-server", List.of("iperf3", "-s", "-1", "--forceflush"))
            .awaitOutput("Server listening", SERVER_SECONDS);
  }

  /** A TCP run; the first {@code warmUpSeconds} are left out of its result. */
  public static Iperf tcp(
      Host from, Host to, String target, int seconds, int warmUpSeconds, String... options) {
    List<String> all = new ArrayList<>(List.of("-t", String.valueOf(seconds)));
    all.addAll(List.of("-O", String.valueOf(warmUpSeconds)));
    all.addAll(List.of(options));
    return new Iperf(from, to, target, seconds + warmUpSeconds, all);
  }

  /** Starts the client. */
  public Iperf start() {
    client = from.start(label, command);
    return this;
  }

  /**
   * Waits for the end.
   *
   * @throws IllegalStateException if it failed
   */
  public IperfReport await() {
    HostProcess started = Objects.requireNonNull(client);
    started.awaitExit(seconds + 2 * GRACE_SECONDS);
    return IperfReport.parse(started.output());
  }

  /** Ends whatever still runs. */
  @Override
  public void close() {
    if (client != null) {
      client.stop();
    }
    server.stop();
  }
}
