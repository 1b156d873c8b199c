package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groupvpn exit-node}. */
@Command(
    name = "exit-node",
    description = "List the gateways of the group, or send all Internet traffic through one.")
final class ExitNodeCommand extends AskingCommand {
  private static final String AUTO = "auto";
  private static final String OFF = "off";
  private static final String SUGGEST = "suggest";
  private static final String PAUSE = "pause";
  private static final String RESUME = "resume";
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})([smh])");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHICH",
      description =
          "auto, off, a member's name, or names with commas between, the first one first; suggest"
              + " prints the nearest one; pause sends everything in the open for a while, such as"
              + " 5m, and resume ends that. Without it, all gateways are listed.")
  private @Nullable String which;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LENGTH",
      description = "How long to pause: 90s, 5m or 1h, which is the longest.")
  private @Nullable String length;

  @Override
  String command() {
    return "exit_node";
  }

  @Override
  void check() throws CommandException {
    boolean isPause = PAUSE.equals(which);
    if (isPause && (length == null || !LENGTH.matcher(length).matches())) {
      throw new CommandException(
          ExitCode.USAGE, "say how long to pause: groupvpn exit-node pause 5m");
    }
    if (!isPause && length != null) {
      throw new CommandException(ExitCode.USAGE, "only pause takes a length, not " + which);
    }
  }

  private int seconds() {
    Matcher matcher = LENGTH.matcher(String.valueOf(length));
    if (!matcher.matches()) {
      throw new IllegalStateException("check() has let pass " + length);
    }
    TimeUnit unit =
        switch (matcher.group(2)) {
          case "s" -> TimeUnit.SECONDS;
          case "m" -> TimeUnit.MINUTES;
          default -> TimeUnit.HOURS;
        };
    return (int) unit.toSeconds(Integer.parseInt(matcher.group(1)));
  }

  @Override
  void fill(ObjectNode arguments) {
    if (PAUSE.equals(which)) {
      arguments.put("action", PAUSE).put("seconds", seconds());
    } else if (RESUME.equals(which)) {
      arguments.put("action", RESUME);
    } else if (which == null || which.equals(SUGGEST)) {
      arguments.put("action", "list");
    } else if (which.equals(OFF)) {
      arguments.put("action", "off");
    } else {
      arguments.put("action", "use");
      ArrayNode names = arguments.putArray("names");
      for (String name : which.equals(AUTO) ? new String[0] : which.split(",", -1)) {
        names.add(name.strip());
      }
    }
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    if (answer.has("paused_until")) {
      out.println(
          "PAUSED: everything leaves in the open until " + answer.path("paused_until").asText());
    } else if (!answer.has("gateways")) {
      out.println(
          answer.path("on").asBoolean()
              ? "Internet traffic goes through a gateway from now on; status shows which"
              : "Internet traffic goes its own way again");
    } else if (SUGGEST.equals(which)) {
      suggest(answer, out);
    } else {
      list(answer, out);
    }
  }

  private static void list(JsonNode answer, PrintWriter out) {
    if (answer.path("gateways").isEmpty()) {
      out.println("no member of this group is a gateway now");
      return;
    }
    Table table = new Table().row("", "NAME", "LABEL", "RTT", "LOAD", "CARRIES", "SINCE");
    for (JsonNode gateway : answer.path("gateways")) {
      table.row(
          gateway.path("in_use").asBoolean() ? "*" : "",
          name(gateway),
          gateway.path("label").asText(),
          gateway.path("alive").asBoolean() ? rtt(gateway.path("rtt_ms")) : "dead",
          gateway.path("load_percent").asInt() + " %",
          carries(gateway),
          gateway.path("since").asText());
    }
    table.print(out);
  }

  private static void suggest(JsonNode answer, PrintWriter out) {
    JsonNode best = null;
    for (JsonNode gateway : answer.path("gateways")) {
      boolean isNearer =
          best == null || gateway.path("rtt_ms").asDouble() < best.path("rtt_ms").asDouble();
      if (gateway.path("alive").asBoolean() && isNearer) {
        best = gateway;
      }
    }
    out.println(best == null ? "no gateway works now" : name(best));
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.has("gateways") && answer.path("gateways").isEmpty()
        ? ExitCode.FAILED
        : ExitCode.FINE;
  }

  private static String name(JsonNode gateway) {
    return gateway.path("name").asText(gateway.path("node").asText());
  }

  private static String carries(JsonNode gateway) {
    return (gateway.path("ipv4").asBoolean() ? "IPv4 " : "")
        + (gateway.path("ipv6").asBoolean() ? "IPv6 " : "")
        + (gateway.path("dns").isNull() ? "" : "DNS");
  }

  private static String rtt(JsonNode millis) {
    return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : "-";
  }
}
