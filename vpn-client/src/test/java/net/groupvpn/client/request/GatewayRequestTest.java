package net.groupvpn.client.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.gateway.ForwardTest.Outcome;
import net.groupvpn.client.gateway.ForwardTrace.Drop;
import net.groupvpn.client.gateway.GatewayFindings;
import org.junit.jupiter.api.Test;

class GatewayRequestTest {
  @Test
  void eachFamilySaysWhyItFailsAndWhatToAdd() {
    Drop drop = new Drop("inet filter", "forward", "policy drop");
    ObjectNode answer =
        GatewayRequest.answer(
            new GatewayFindings(
                new Outcome(false, "forwarding is dropped by " + drop, Optional.of(drop)),
                new Outcome(true, "", Optional.empty())),
            "gvpn0");
    assertThat(answer.path("works").asBoolean()).isTrue();
    assertThat(answer.path("ipv4").path("why").asText())
        .isEqualTo("forwarding is dropped by table inet filter chain forward (policy drop)");
    assertThat(answer.path("ipv4").path("advice").get(0).asText())
        .isEqualTo("nft insert rule inet filter forward iifname \"gvpn0\" accept");
    assertThat(answer.path("ipv6").path("works").asBoolean()).isTrue();
    assertThat(answer.path("ipv6").has("why")).isFalse();
  }

  @Test
  void whatKeepsItFromTryingHoldsForBothFamilies() {
    ObjectNode answer = GatewayRequest.answer(GatewayFindings.failed("no nft"), "gvpn0");
    assertThat(answer.path("works").asBoolean()).isFalse();
    assertThat(answer.path("ipv4").path("why").asText()).isEqualTo("no nft");
    assertThat(answer.path("ipv6").path("why").asText()).isEqualTo("no nft");
  }

  @Test
  void aMachineThatIsNotToBeAGatewaySaysHowItCouldBe() {
    assertThatThrownBy(() -> new GatewayRequest(null).check())
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("gateway = true");
  }
}
