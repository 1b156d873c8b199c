package net.groupvpn.client.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.groupvpn.client.enrol.PortalKeeper.Contact;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.NodeStatus;
import org.junit.jupiter.api.Test;

class WhyNotUpTest {
  private static final Contact IN_TOUCH = new Contact("in touch", null, Instant.EPOCH);
  private static final Contact AWAY =
      new Contact(
          "cannot be reached", "the portal cannot be reached: nobody listens", Instant.EPOCH);

  @Test
  void whoIsUpHasNothingToExplain() {
    assertThat(WhyNotUp.of(status(true, false, Map.of()), 3, true, AWAY)).isNull();
  }

  @Test
  void eachKindOfWaitingSaysForWhat() {
    assertThat(WhyNotUp.of(status(true, false, Map.of()), 3, false, IN_TOUCH))
        .contains("no address is confirmed");
    assertThat(WhyNotUp.of(status(true, true, Map.of()), 0, true, AWAY))
        .contains("this machine is alone", "the portal cannot be reached: nobody listens");
    assertThat(WhyNotUp.of(status(false, false, Map.of()), 0, false, IN_TOUCH))
        .contains("nobody answers", "firewall");
    assertThat(
            WhyNotUp.of(
                status(false, false, Map.of(OverlayCounter.DROPPED_HANDSHAKE_REFUSED.label(), 4L)),
                2,
                false,
                IN_TOUCH))
        .contains("nodes of the public overlay do: 2", "clocks: 4");
  }

  private static NodeStatus status(boolean joined, boolean alone, Map<String, Long> counters) {
    NodeId self = NodeId.random(new Random(1));
    return new NodeStatus(self, joined, alone, List.of(), List.of(), counters);
  }
}
