package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.client.config.ClientConfig.RelayChoice;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The configuration keys for relays. */
final class RelayKeys {
  private static final int MAX_NODES = 32;

  private final ConfigKeys keys;

  RelayKeys(ConfigKeys keys) {
    this.keys = keys;
  }

  RelayChoice choice(String key) {
    String value = keys.text(key, "latency");
    for (RelayChoice choice : RelayChoice.values()) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
        return choice;
      }
    }
    keys.bad(key, value, "one of latency, age, random, listed");
    return RelayChoice.LATENCY;
  }

  List<NodeId> nodes(String key) {
    @Nullable JsonNode node = keys.node(key);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > MAX_NODES) {
      keys.bad(key, node.toString(), "a list of at most " + MAX_NODES + " node IDs");
      return List.of();
    }
    List<NodeId> nodes = new ArrayList<>();
    for (JsonNode each : node) {
      try {
        nodes.add(NodeId.ofHex(each.asText()));
      } catch (IllegalArgumentException e) {
        keys.bad(
            key, each.asText(), "a node ID of 40 hexadecimal digits, as peers --json shows it");
      }
    }
    return nodes;
  }
}
