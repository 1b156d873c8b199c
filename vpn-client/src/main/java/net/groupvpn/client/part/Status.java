package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.overlay.node.NodeStatus;

/** An answer to {@code status} while the parts add to it. One thread. */
public final class Status {
  private final NodeStatus node;
  private final ObjectNode fields = ControlClient.arguments();
  private final Map<String, Long> counters = new TreeMap<>();

  /** {@code node} is the state of the group's overlay, the same for all parts. */
  public Status(NodeStatus node) {
    this.node = node;
  }

  /** The state of the group's overlay. */
  public NodeStatus node() {
    return node;
  }

  /** The answer so far, to be added to. */
  public ObjectNode fields() {
    return fields;
  }

  /** Adds counters whose names begin with {@code prefix}. */
  public void count(String prefix, Map<String, Long> counts) {
    counts.forEach((name, count) -> counters.put(prefix + name, count));
  }

  /**
   * The whole answer: the fields named in {@code first}, in that order, then all others, then the
   * counters.
   */
  public ObjectNode answer(List<String> first) {
    ObjectNode answer = ControlClient.arguments();
    for (String name : first) {
      JsonNode value = fields.get(name);
      if (value != null) {
        answer.set(name, value);
      }
    }
    fields.properties().forEach(field -> answer.putIfAbsent(field.getKey(), field.getValue()));
    ObjectNode counts = answer.putObject("counters");
    counters.forEach(counts::put);
    return answer;
  }
}
