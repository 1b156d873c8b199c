package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.NodeStatus;
import org.junit.jupiter.api.Test;

class StatusTest {
  private final Status status =
      new Status(
          new NodeStatus(
              NodeId.ofHex("00".repeat(20)), true, false, List.of(), List.of(), Map.of()));

  @Test
  void knownFieldsKeepTheirPlacesAndOthersFollow() {
    status.fields().put("gateway", "none").put("ipv4", (String) null).put("version", 1);
    status.count("data.", Map.of("sent", 2L));
    status.count("", Map.of("dropped", 1L));
    ObjectNode answer = status.answer(List.of("version", "state", "ipv4"));
    assertThat(answer)
        .hasToString(
            "{\"version\":1,\"ipv4\":null,\"gateway\":\"none\","
                + "\"counters\":{\"data.sent\":2,\"dropped\":1}}");
  }
}
