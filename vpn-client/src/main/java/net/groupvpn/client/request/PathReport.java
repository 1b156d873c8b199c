package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.Function;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.relay.RelayStatus;
import org.jspecify.annotations.Nullable;

/**
 * Describes a path for people: {@code relay maria-pc (12 + 7 ms)} names the relay and both its
 * legs.
 */
final class PathReport {
  private PathReport() {}

  /** {@code names} supplies a node's name, or an empty text. */
  static String of(Path path, @Nullable RelayStatus relay, Function<NodeId, String> names) {
    if (relay == null) {
      return path.toString();
    }
    String name = names.apply(relay.relay());
    return "relay "
        + (name.isEmpty() ? relay.relay().toString() : name)
        + " ("
        + millis(relay.ownRttNanos())
        + " + "
        + millis(relay.farRttNanos())
        + " ms)";
  }

  private static String millis(long nanos) {
    return nanos < 0 ? "?" : String.format(Locale.ROOT, "%.1f", nanos / PeerReport.NANOS_PER_MILLI);
  }

  /** The same for programs. */
  static ObjectNode relay(RelayStatus relay) {
    ObjectNode node = ControlClient.arguments().put("node", relay.relay().toHex());
    putMillis(node, "own_rtt_ms", relay.ownRttNanos());
    putMillis(node, "far_rtt_ms", relay.farRttNanos());
    ArrayNode reserve = node.putArray("reserve");
    relay.reserve().forEach(each -> reserve.add(each.toHex()));
    return node;
  }

  private static void putMillis(ObjectNode node, String key, long nanos) {
    if (nanos >= 0) {
      node.put(key, nanos / PeerReport.NANOS_PER_MILLI);
    }
  }
}
