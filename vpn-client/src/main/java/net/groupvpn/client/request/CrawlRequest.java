package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.crawl.CrawlHistory;
import net.groupvpn.client.crawl.CrawlStore;
import net.groupvpn.client.part.Ask;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.survey.CrawlProgress;
import net.groupvpn.overlay.survey.CrawlReport;
import net.groupvpn.overlay.survey.NodeCheck;
import net.groupvpn.overlay.survey.NodeCheck.State;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code crawl}: {@code start} starts a crawl, or joins the one under way; {@code progress}
 * reports its progress and, once it is over, the result. The result is stored even if nobody asks.
 */
final class CrawlRequest {
  private final RunningClient running;
  private final MemberNames names;
  private final CrawlStore store;
  private @Nullable CompletableFuture<Outcome> last;

  /** The result, with its comparison to earlier runs, or why there is none. */
  private record Outcome(CrawlReport report, @Nullable CrawlHistory history, String problem) {}

  CrawlRequest(RunningClient running) {
    this.running = running;
    this.names = new MemberNames(running);
    this.store = new CrawlStore(running.config().stateDir());
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    String action = arguments.path("action").asText("start");
    return switch (action) {
      case "start" -> start();
      case "progress" -> progress();
      default ->
          throw new ControlException(
              "bad_request", "action is start or progress, not \"" + action + "\"");
    };
  }

  private synchronized ObjectNode start() throws ControlException {
    if (last == null || last.isDone()) {
      Joined.need(running);
      Instant startedAt = Instant.now();
      CompletableFuture<CrawlReport> report = new CompletableFuture<>();
      last = report.thenApplyAsync(found -> keep(found, startedAt), CrawlRequest::onOwnThread);
      if (!isStarted(report)) {
        last = null;
        throw new ControlException("busy", "another crawl is ending; try again in some seconds");
      }
    }
    return progress();
  }

  private boolean isStarted(CompletableFuture<CrawlReport> report) throws ControlException {
    try {
      return Ask.now(running.loop(), () -> running.room().survey().crawl(report::complete));
    } catch (ControlException e) {
      last = null; // Nobody knows whether one began, so nobody waits for it.
      throw e;
    }
  }

  /** The engine must not wait for the disk. */
  private static void onOwnThread(Runnable task) {
    Thread thread = new Thread(task, "crawl-store");
    thread.setDaemon(true);
    thread.start();
  }

  private Outcome keep(CrawlReport report, Instant startedAt) {
    try {
      return new Outcome(report, store.add(report, startedAt), "");
    } catch (IOException | RuntimeException e) {
      return new Outcome(report, null, String.valueOf(e.getMessage()));
    }
  }

  private synchronized ObjectNode progress() throws ControlException {
    if (last == null) {
      throw new ControlException("no_crawl", "no crawl was started; start one first");
    }
    if (last.isDone()) {
      return describe(last.join());
    }
    CrawlProgress now = Ask.now(running.loop(), () -> Maybe.of(running)).progress();
    ObjectNode answer = ControlClient.arguments().put("version", 1).put("done", false);
    return now == null
        ? answer
        : answer
            .put("answered", now.answered())
            .put("expected", now.expected())
            .put("questions", now.questions())
            .put("checking", now.isChecking());
  }

  /** Null once the crawl is over and its results are being stored. */
  private record Maybe(@Nullable CrawlProgress progress) {
    private static Maybe of(RunningClient running) {
      return new Maybe(running.room().survey().progress());
    }
  }

  private ObjectNode describe(Outcome outcome) throws ControlException {
    CrawlReport report = outcome.report;
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("done", true)
            .put("nodes", report.nodes().size() - report.count(State.SILENT))
            .put("right", report.count(State.RIGHT))
            .put("wrong", report.count(State.WRONG))
            .put("joining", report.count(State.JOINING))
            .put("silent", report.count(State.SILENT))
            .put("partial", report.unreached() > 0)
            .put("missing_parts", report.unreached())
            .put("questions", report.questions())
            .put("took_ms", report.tookNanos() / PeerReport.NANOS_PER_MILLI);
    CrawlHistory history = outcome.history;
    if (history == null) {
      answer.put("history_problem", outcome.problem);
    } else {
      answer.put("run", history.run()).put("runs_kept", history.runs());
    }
    Map<NodeId, String> known = names.of(mentioned(report));
    ArrayNode wrong = answer.putArray("wrong_nodes");
    ArrayNode silent = answer.putArray("silent_nodes");
    for (NodeCheck node : report.nodes()) {
      if (node.state() == State.WRONG) {
        describe(wrong.addObject(), node, history, known);
      } else if (node.state() == State.SILENT) {
        name(silent.addObject(), node.node(), known);
      }
    }
    return answer;
  }

  private static Set<NodeId> mentioned(CrawlReport report) {
    Set<NodeId> mentioned = new HashSet<>();
    for (NodeCheck node : report.nodes()) {
      if (node.state() != State.RIGHT) {
        mentioned.add(node.node());
        mentioned.addAll(node.lacks());
        mentioned.addAll(node.ghosts());
      }
    }
    return mentioned;
  }

  private static void describe(
      ObjectNode line, NodeCheck node, @Nullable CrawlHistory history, Map<NodeId, String> known) {
    name(line, node.node(), known);
    if (history != null) {
      line.put("wrong_in_a_row", history.wrongInARow().getOrDefault(node.node(), 1));
    }
    list(line.putArray("lacks"), node.lacks(), known);
    list(line.putArray("ghosts"), node.ghosts(), known);
  }

  private static void list(ArrayNode array, List<NodeId> nodes, Map<NodeId, String> known) {
    for (NodeId node : nodes) {
      name(array.addObject(), node, known);
    }
  }

  private static void name(ObjectNode line, NodeId node, Map<NodeId, String> known) {
    line.put("node", node.toHex()).put("name", known.get(node));
  }
}
