package net.groupvpn.client.daemon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.node.NodeStatus;
import org.jspecify.annotations.Nullable;

/** Answers {@code status}. */
final class StatusReport {
  private final Running running;

  StatusReport(Running running) {
    this.running = running;
  }

  ObjectNode answer() throws ControlException {
    NodeStatus node = Ask.now(running.loop(), () -> running.room().node().status());
    Ipv4Address address = running.addresses().address();
    boolean isUp = node.joined() && address != null;
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("network", running.config().name())
            .put("group", running.membership().group().groupName())
            .put("group_id", running.membership().group().groupId())
            .put("state", (isUp ? ClientState.UP : ClientState.JOINING).text())
            .put("joined", node.joined())
            .put("alone", node.alone())
            .put("node", node.id().toHex())
            .put("name", fullName(running))
            .put("ipv4", address == null ? null : address.toString())
            .put("ipv6", running.network().addressOf(node.id()).toString())
            .put("interface", running.config().device().interfaceName())
            .put("port", running.config().underlay().port())
            .put("peers", node.peers().size())
            .put("relayed", node.peers().stream().filter(p -> p.relay() != null).count())
            .put("portal", running.keeper().state())
            .put("certificate_not_after", running.keeper().notAfter().toString());
    ObjectNode counters = answer.putObject("counters");
    counts(node).forEach(counters::put);
    return answer;
  }

  static @Nullable String fullName(Running running) {
    String label = running.addresses().name();
    return label == null ? null : label + "." + running.membership().group().network().dnsSuffix();
  }

  private Map<String, Long> counts(NodeStatus node) {
    Map<String, Long> counts = new TreeMap<>(node.counters());
    counts.putAll(running.loop().counters());
    MappedPorts ports = running.mappedPorts();
    if (ports != null) {
      counts.putAll(ports.counters());
    }
    running.dataPlane().counters().forEach((name, count) -> counts.put("data." + name, count));
    return counts;
  }
}
