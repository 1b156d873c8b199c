package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.client.part.Ask;
import net.groupvpn.client.part.Notices;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.client.resolver.DnsState;
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
    PortalKeeper.Contact contact = running.keeper().contact();
    boolean isUp = node.joined() && address != null;
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("network", running.config().name())
            .put("group", running.membership().group().groupName())
            .put("group_id", running.membership().group().groupId())
            .put("state", (isUp ? ClientState.UP : ClientState.JOINING).text())
            .put("why", WhyNotUp.of(node, publicPeers(), address != null, contact))
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
            .put("portal", contact.state())
            .put("portal_reason", contact.reason())
            .put("portal_since", since(contact))
            .put("certificate_not_after", running.keeper().notAfter().toString());
    DnsState dns = running.health().resolver().state();
    answer
        .putObject("dns")
        .put("by", dns.by())
        .put("active", dns.isActive())
        .put("text", dns.text());
    ArrayNode notices = answer.putArray("notices");
    for (Notices.Notice notice : running.health().notices().all()) {
      notices
          .addObject()
          .put("code", notice.code())
          .put("since", notice.since().truncatedTo(ChronoUnit.SECONDS).toString())
          .put("text", notice.text());
    }
    ObjectNode counters = answer.putObject("counters");
    counts(node).forEach(counters::put);
    return answer;
  }

  private static @Nullable String since(PortalKeeper.Contact contact) {
    boolean isAsked = !contact.state().equals(PortalKeeper.NOT_ASKED);
    return isAsked ? contact.since().truncatedTo(ChronoUnit.SECONDS).toString() : null;
  }

  private int publicPeers() throws ControlException {
    return Ask.now(
        running.loop(), () -> running.room().publicRealm().node().sessions().all().size());
  }

  static @Nullable String fullName(Running running) {
    String label = running.addresses().name();
    return label == null ? null : label + "." + running.membership().group().network().dnsSuffix();
  }

  private Map<String, Long> counts(NodeStatus node) throws ControlException {
    Map<String, Long> counts = new TreeMap<>(node.counters());
    counts.putAll(running.loop().counters());
    MappedPorts ports = running.mappedPorts();
    if (ports != null) {
      counts.putAll(ports.counters());
    }
    addAll(counts, "data.", running.dataPlane().counters());
    Ask.now(
            running.loop(),
            () -> {
              Map<String, Long> engine = new TreeMap<>();
              addAll(engine, "host.", running.room().host().counters().snapshot());
              addAll(engine, "public.", running.room().publicRealm().node().status().counters());
              return engine;
            })
        .forEach(counts::put);
    return counts;
  }

  private static void addAll(Map<String, Long> to, String prefix, Map<String, Long> counts) {
    counts.forEach((name, count) -> to.put(prefix + name, count));
  }
}
