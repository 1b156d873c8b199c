package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.client.part.Notices;
import net.groupvpn.client.part.Parts;
import net.groupvpn.client.part.Status;
import net.groupvpn.overlay.node.NodeStatus;

/**
 * Answers {@code status}: what each part reports of itself, and what follows from several of them.
 */
final class StatusReport {
  /** The order of the fields for programs and people; all others follow. */
  private static final List<String> ORDER =
      List.of(
          "version",
          "network",
          "group",
          "group_id",
          "state",
          "why",
          "joined",
          "alone",
          "node",
          "name",
          "ipv4",
          "ipv6",
          "interface",
          "port",
          "peers",
          "relayed",
          "portal",
          "portal_reason",
          "portal_since",
          "certificate_not_after",
          "policy",
          "dns",
          "notices");

  private final RunningClient running;
  private final Parts parts;

  StatusReport(RunningClient running, Parts parts) {
    this.running = running;
    this.parts = parts;
  }

  ObjectNode answer() throws ControlException {
    NodeStatus node = Ask.now(running.loop(), () -> running.room().node().status());
    Status status = new Status(node);
    parts.report(status);
    boolean hasAddress = status.fields().hasNonNull("ipv4");
    boolean isUp = node.joined() && hasAddress;
    status
        .fields()
        .put("version", 1)
        .put("network", running.config().name())
        .put("state", (isUp ? ClientState.UP : ClientState.JOINING).text())
        .put("why", WhyNotUp.of(node, publicPeers(), hasAddress, running.portal().contact()));
    describe(running.context().notices(), status.fields().putArray("notices"));
    return status.answer(ORDER);
  }

  private static void describe(Notices notices, ArrayNode list) {
    for (Notices.Notice notice : notices.all()) {
      list.addObject()
          .put("code", notice.code())
          .put("since", notice.since().truncatedTo(ChronoUnit.SECONDS).toString())
          .put("text", notice.text());
    }
  }

  private int publicPeers() throws ControlException {
    return Ask.now(
        running.loop(), () -> running.room().publicRealm().node().sessions().all().size());
  }
}
