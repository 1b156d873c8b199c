package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.overlay.survey.QueryResult;
import net.groupvpn.overlay.survey.SlowLink;
import net.groupvpn.overlay.survey.Survey;

/** Answers {@code query}: a summary of all members. */
final class QueryRequest {
  private static final int DEFAULT_MILLIS = 10_000;
  private static final int MARGIN_MILLIS = 2_000;

  private final RunningClient running;
  private final MemberNames names;

  QueryRequest(RunningClient running) {
    this.running = running;
    this.names = new MemberNames(running);
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    int millis = arguments.path("timeout_ms").asInt(DEFAULT_MILLIS);
    if (millis < 1 || millis > Survey.MAX_QUERY_MILLIS) {
      throw new ControlException(
          "bad_request", "timeout_ms is 1 to " + Survey.MAX_QUERY_MILLIS + ", not " + millis);
    }
    Joined.need(running);
    Optional<QueryResult> result =
        Ask.later(running.loop(), millis + MARGIN_MILLIS, done -> query(millis, done));
    if (result == null || result.isEmpty()) {
      throw new ControlException("busy", "too many queries are under way; try again later");
    }
    return describe(result.get());
  }

  private void query(int millis, Consumer<Optional<QueryResult>> done) {
    if (!running.room().survey().query(millis, found -> done.accept(Optional.of(found)))) {
      done.accept(Optional.empty());
    }
  }

  private ObjectNode describe(QueryResult result) throws ControlException {
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("nodes", result.nodes())
            .put("joined", result.summary().joined())
            .put("link_ends", result.summary().links())
            .put("partial", result.unreached() > 0)
            .put("missing_parts", result.unreached())
            .put("depth", result.depth())
            .put("took_ms", result.tookNanos() / PeerReport.NANOS_PER_MILLI);
    ObjectNode versions = answer.putObject("versions");
    result.summary().versions().forEach(versions::put);
    answer.put("other_versions", result.summary().otherVersions());
    ArrayNode slowest = answer.putArray("slowest");
    for (SlowLink link : result.summary().slowest()) {
      slowest
          .addObject()
          .put("node", link.node().toHex())
          .put("name", names.of(link.node()))
          .put("peer", link.peer().toHex())
          .put("peer_name", names.of(link.peer()))
          .put("path", link.path())
          .put("rtt_ms", link.rttNanos() / PeerReport.NANOS_PER_MILLI);
    }
    return answer;
  }
}
