package net.groupvpn.client.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.client.request.MappedPortReport;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.node.NodeStatus;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** The state of a public-overlay node as one line of text or of JSON. */
final class NodeReport {
  private final boolean isJson;

  NodeReport(boolean isJson) {
    this.isJson = isJson;
  }

  /** The line that reports that it listens. */
  String ready(PublicNode node) {
    String streams =
        node.streamPort() == StreamPort.NO_PORT ? "" : " stream_port=" + node.streamPort();
    return isJson
        ? start(node, "ready").toString()
        : "groupvpn node ready: id=" + node.id().toHex() + " port=" + node.localPort() + streams;
  }

  /** Its present state. */
  String line(PublicNode node, NodeStatus status, @Nullable MappedPorts mapped) {
    if (!isJson) {
      return "groupvpn node: "
          + summary(status)
          + ", dropped "
          + status.counters().entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("dropped."))
              .mapToLong(Map.Entry::getValue)
              .sum()
          + reachedAt(mapped);
    }
    ObjectNode answer = start(node, "status");
    answer.put("joined", status.joined()).put("alone", status.alone());
    answer.put("peers", status.peers().size()).put("streams", streams(status));
    MappedPortReport.describe(mapped, answer);
    ObjectNode counters = answer.putObject("counters");
    status.counters().forEach(counters::put);
    node.counters().forEach(counters::put);
    if (mapped != null) {
      mapped.counters().forEach(counters::put);
    }
    return answer.toString();
  }

  private static String reachedAt(@Nullable MappedPorts mapped) {
    return mapped == null
        ? ""
        : mapped.mapped().entrySet().stream()
            .map(entry -> ", " + entry.getKey() + " at " + entry.getValue().external())
            .collect(Collectors.joining());
  }

  /** For {@code systemctl status}. */
  static String summary(NodeStatus status) {
    String state = status.joined() ? "joined" : "joining";
    return (status.alone() ? "alone" : state)
        + ", peers "
        + status.peers().size()
        + ", of them by TCP "
        + streams(status);
  }

  private static long streams(NodeStatus status) {
    return status.peers().stream().filter(peer -> peer.path() instanceof Path.StreamPath).count();
  }

  private static ObjectNode start(PublicNode node, String event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", 1)
        .put("event", event)
        .put("id", node.id().toHex())
        .put("port", node.localPort())
        .put("stream_port", node.streamPort());
  }
}
