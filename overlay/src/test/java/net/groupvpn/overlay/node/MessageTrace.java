package net.groupvpn.overlay.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What nodes said to each other, one line per datagram: time, sender, receiver, content. Nodes are
 * called n0, n1 and so on. What a node sends to several at once, or to one repeatedly, is one line.
 */
final class MessageTrace implements SimulatedNetwork.Wire {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Line(String time, String from, String what) {}

  private final TestOverlay overlay;
  private final Predicate<String> shown;
  private final FrameText text = new FrameText(this::nameOf);
  private final long beginNanos;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> targets = new LinkedHashMap<>();
  private @Nullable Line latest;

  private MessageTrace(TestOverlay overlay, Predicate<String> shown) {
    this.overlay = overlay;
    this.shown = shown;
    this.beginNanos = overlay.network.now().bootNanos();
  }

  /** Listens from now on; {@code shown} selects frames by their description. */
  static MessageTrace of(TestOverlay overlay, Predicate<String> shown) {
    MessageTrace trace = new MessageTrace(overlay, shown);
    overlay.network.wiring().setWire(trace);
    return trace;
  }

  @Override
  public byte[] carry(SimulatedHost from, Endpoint to, byte[] datagram) {
    String what = text.of(datagram);
    if (!what.isEmpty() && shown.test(what)) {
      String sender = "n" + from.number();
      String receiver = nameAt(to);
      String direct = "ROUTED %s to %s:".formatted(sender, receiver);
      add(new Line(time(), sender, what.replace(direct, "ROUTED:")), receiver);
    }
    return datagram;
  }

  private void add(Line line, String receiver) {
    if (!line.equals(latest)) {
      endLine();
      latest = line;
    }
    targets.merge(receiver, 1, Integer::sum);
  }

  private void endLine() {
    Line line = latest;
    if (line != null) {
      String receivers =
          targets.entrySet().stream()
              .map(to -> to.getKey() + (to.getValue() > 1 ? " x" + to.getValue() : ""))
              .collect(Collectors.joining(", "));
      lines.add("%s  %s -> %s  %s".formatted(line.time, line.from, receivers, line.what));
    }
    latest = null;
    targets.clear();
  }

  private String time() {
    long millis = (overlay.network.now().bootNanos() - beginNanos) / NANOS_PER_MILLI;
    return "%7d ms".formatted(millis);
  }

  /** Records an action of the story. */
  void say(String what) {
    endLine();
    lines.add("%s  # %s".formatted(time(), what));
  }

  /** All lines so far. */
  List<String> lines() {
    endLine();
    return List.copyOf(lines);
  }

  private String nameAt(Endpoint endpoint) {
    return overlay.network.hosts().stream()
        .filter(host -> host.endpoint().equals(endpoint))
        .findFirst()
        .map(host -> "n" + host.number())
        .orElse("nobody");
  }

  private String nameOf(NodeId id) {
    for (int i = 0; i < overlay.nodes.size(); i++) {
      if (overlay.nodes.get(i).self().equals(id)) {
        return "n" + i;
      }
    }
    return "key " + id;
  }
}
