package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.client.control.ControlClient;
import picocli.CommandLine.Command;

/** {@code groupvpn crawl}. */
@Command(
    name = "crawl",
    description = {
      "Ask every member for its closest neighbours, and check each answer against all others.",
      "Results are kept; members that were wrong several times in a row are named."
    })
final class CrawlCommand extends AskingCommand {
  private static final long POLL_MILLIS = 200;
  private static final String CLEAR_LINE = "\r\u001b[K";

  @Override
  String command() {
    return "crawl";
  }

  @Override
  int exitCode(JsonNode answer) {
    boolean isFine = answer.path("wrong").asInt() == 0 && !answer.path("partial").asBoolean();
    return isFine ? ExitCode.FINE : ExitCode.FAILED;
  }

  @Override
  public Integer call() throws CommandException {
    JsonNode answer = run(!target().isJson() && Terminal.isStandardError());
    if (target().isJson()) {
      out().println(answer);
    } else {
      print(PlainAnswer.of(answer), out());
    }
    out().flush();
    return exitCode(answer);
  }

  private JsonNode run(boolean isWatched) throws CommandException {
    try (ControlClient client = target().connect()) {
      JsonNode answer = ask(client, "start");
      while (!answer.path("done").asBoolean()) {
        if (isWatched) {
          err().print(CLEAR_LINE + progress(answer));
          err().flush();
        }
        Thread.sleep(POLL_MILLIS);
        answer = ask(client, "progress");
      }
      if (isWatched) {
        err().print(CLEAR_LINE);
        err().flush();
      }
      return answer;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the client went away: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }

  private JsonNode ask(ControlClient client, String action) throws CommandException {
    ObjectNode arguments = ControlClient.arguments().put("action", action);
    return Target.ask(client, command(), arguments);
  }

  private static String progress(JsonNode answer) {
    String phase = answer.path("checking").asBoolean() ? "checking doubtful ones, " : "";
    return phase
        + answer.path("answered").asInt()
        + " of "
        + answer.path("expected").asInt()
        + " members answered, "
        + answer.path("questions").asInt()
        + " questions";
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    new Table()
        .row("members", count(answer))
        .row("right", answer.path("right").asText())
        .row("wrong", answer.path("wrong").asText())
        .row("silent", answer.path("silent").asText())
        .row("took", took(answer))
        .print(out);
    for (JsonNode node : answer.path("wrong_nodes")) {
      out.println("wrong: " + Answers.who(node) + inARow(node) + reasons(node));
    }
    for (JsonNode node : answer.path("silent_nodes")) {
      out.println("silent: " + Answers.who(node) + ", named by others, did not answer");
    }
    if (answer.path("partial").asBoolean()) {
      out.println(
          "partial: no answer from "
              + answer.path("missing_parts").asInt()
              + " parts of the ID space; try again");
    }
    if (answer.has("history_problem")) {
      out.println(answer.path("history_problem").asText());
    }
  }

  private static String count(JsonNode answer) {
    int joining = answer.path("joining").asInt();
    String nodes = answer.path("nodes").asText();
    return joining == 0 ? nodes : nodes + ", " + joining + " of them still joining";
  }

  private static String took(JsonNode answer) {
    String run = answer.has("run") ? ", run " + answer.path("run").asText() : "";
    return String.format(
        Locale.ROOT,
        "%.1f s, %d questions%s",
        answer.path("took_ms").asDouble() / 1_000,
        answer.path("questions").asInt(),
        run);
  }

  private static String inARow(JsonNode node) {
    int times = node.path("wrong_in_a_row").asInt();
    return times > 1 ? ", " + times + " times in a row" : "";
  }

  private static String reasons(JsonNode node) {
    String lacks = names(node.path("lacks"));
    String ghosts = names(node.path("ghosts"));
    return (lacks.isEmpty() ? "" : ", lacks " + lacks)
        + (ghosts.isEmpty() ? "" : ", still names " + ghosts);
  }

  private static String names(JsonNode nodes) {
    List<String> names = new ArrayList<>();
    nodes.forEach(node -> names.add(Answers.who(node)));
    return String.join(", ", names);
  }
}
