package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.TraceHop;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/** Answers {@code trace}: the way of frames through the overlay, and each hop's links. */
final class TraceRequest {
  private static final long TIMEOUT_MILLIS = 20_000;
  private static final Pattern NODE = Pattern.compile("[0-9a-f]{" + 2 * NodeId.BYTES + "}");

  private final RunningClient running;
  private final MemberQuery members;
  private final MemberNames names;

  TraceRequest(RunningClient running, MemberQuery members) {
    this.running = running;
    this.members = members;
    this.names = new MemberNames(running);
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    String wanted = arguments.path("peer").asText("");
    NodeId target =
        NODE.matcher(wanted).matches() ? NodeId.ofHex(wanted) : members.need(wanted).node();
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("node", target.toHex())
            .put("path", path(target));
    ArrayNode hops = answer.putArray("hops");
    if (target.equals(running.room().node().self())) {
      return answer.put("reached", true);
    }
    List<@Nullable TraceHop> found =
        Ask.later(running.loop(), TIMEOUT_MILLIS, done -> start(target, done));
    if (found == null) {
      throw new ControlException(
          "busy", "the trace did not end in time; try again in some seconds");
    }
    boolean reached = false;
    for (TraceHop hop : found) {
      ObjectNode line = hops.addObject();
      if (hop != null) {
        describe(line, hop);
        reached = hop.node().equals(target);
      }
    }
    return answer.put("reached", reached);
  }

  /** Too many at once look like none in time. */
  private void start(NodeId target, Consumer<List<@Nullable TraceHop>> done) {
    running.room().tracer().trace(target, done);
  }

  private String path(NodeId target) throws ControlException {
    return Ask.now(
        running.loop(),
        () -> {
          Session session = running.room().node().session(target);
          return session == null ? "none" : session.path().toString();
        });
  }

  private void describe(ObjectNode line, TraceHop hop) throws ControlException {
    line.put("node", hop.node().toHex())
        .put("name", names.of(hop.node()))
        .put("rtt_ms", hop.rttNanos() / PeerReport.NANOS_PER_MILLI)
        .put("joined", hop.joined())
        .put("link_count", hop.linkCount());
    ArrayNode links = line.putArray("links");
    for (TraceHop.NeighbourLink link : hop.links()) {
      ObjectNode each = links.addObject();
      each.put("node", link.peer().toHex())
          .put("name", names.of(link.peer()))
          .put("path", link.path());
      if (link.rttNanos() >= 0) {
        each.put("rtt_ms", link.rttNanos() / PeerReport.NANOS_PER_MILLI);
      }
    }
  }
}
