package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import net.groupvpn.client.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groupvpn ping}. */
@Command(
    name = "ping",
    description = "Ask a member for replies over the session; each names the path that it took.")
final class PingCommand extends AskingCommand {
  private static final int MAX_COUNT = 1_000_000;
  private static final double MIN_INTERVAL_SECONDS = 0.01;
  private static final double MAX_SECONDS = 86_400;
  private static final long MILLIS_PER_SECOND = 1_000;

  @Parameters(paramLabel = "NAME|ADDRESS", description = "A member's name or virtual address.")
  private String peer = "";

  @Option(
      names = {"-c", "--count"},
      defaultValue = "4",
      description = "How many probes; default ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = {"-i", "--interval"},
      defaultValue = "1",
      description = "Seconds between probes; default ${DEFAULT-VALUE}.")
  private double intervalSeconds;

  @Option(
      names = {"-W", "--timeout"},
      defaultValue = "5",
      description = "Seconds to wait for each reply; default ${DEFAULT-VALUE}.")
  private double timeoutSeconds;

  @Override
  String command() {
    return "ping";
  }

  @Override
  void fill(ObjectNode arguments) {
    arguments.put("peer", peer).put("timeout_ms", (long) (timeoutSeconds * MILLIS_PER_SECOND));
  }

  @Override
  public Integer call() throws CommandException {
    check("--count", count, 1, MAX_COUNT);
    check("--interval", intervalSeconds, MIN_INTERVAL_SECONDS, MAX_SECONDS);
    check("--timeout", timeoutSeconds, MIN_INTERVAL_SECONDS, MAX_SECONDS);
    int replies = 0;
    try (ControlClient client = target().connect()) {
      for (int sequence = 1; sequence <= count; sequence++) {
        replies += probe(client) ? 1 : 0;
        pauseUnlessLast(sequence);
      }
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the client went away: " + e.getMessage());
    }
    return replies > 0 ? ExitCode.FINE : ExitCode.FAILED;
  }

  private static void check(String option, double value, double min, double max)
      throws CommandException {
    // Written so that NaN is refused as well.
    if (!(value >= min && value <= max)) {
      String text =
          String.format(Locale.ROOT, "%s is %s; it must be %s to %s", option, value, min, max);
      throw new CommandException(ExitCode.USAGE, text);
    }
  }

  private boolean probe(ControlClient client) throws CommandException {
    ObjectNode arguments = ControlClient.arguments();
    fill(arguments);
    JsonNode answer = Target.ask(client, command(), arguments);
    if (target().isJson()) {
      out().println(answer);
    } else {
      print(PlainAnswer.of(answer), out());
    }
    out().flush();
    return answer.path("replied").asBoolean();
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    String who = answer.path("name").asText(peer) + " (" + answer.path("address").asText() + ")";
    if (answer.path("replied").asBoolean()) {
      String rtt = String.format(Locale.ROOT, "%.2f ms", answer.path("rtt_ms").asDouble());
      out.println("reply from " + who + " in " + rtt + " via " + answer.path("path").asText());
    } else {
      out.println("no reply from " + who + ": " + answer.path("reason").asText("timeout"));
    }
  }

  private void pauseUnlessLast(int sequence) throws CommandException {
    if (sequence == count) {
      return;
    }
    try {
      Thread.sleep((long) (intervalSeconds * MILLIS_PER_SECOND));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }
}
