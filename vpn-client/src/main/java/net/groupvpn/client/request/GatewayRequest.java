package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.gateway.ForwardTest;
import net.groupvpn.client.gateway.GatewayFindings;
import net.groupvpn.client.part.GatewayPart;
import org.jspecify.annotations.Nullable;

/** Answers {@code gateway_check}: whether members' packets pass, and if not, what would help. */
final class GatewayRequest {
  private final @Nullable GatewayPart gateway;

  /** {@code gateway} is null where the configuration wants none. */
  GatewayRequest(@Nullable GatewayPart gateway) {
    this.gateway = gateway;
  }

  ObjectNode check() throws ControlException {
    if (gateway == null) {
      throw new ControlException(
          "no_gateway",
          "this machine is not to be a gateway; for that, set gateway = true in its configuration");
    }
    try {
      return answer(gateway.check(), gateway.device());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted", "the client is stopping");
    }
  }

  static ObjectNode answer(GatewayFindings findings, String device) {
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    answer.put("works", findings.isPassed());
    describe(findings.ipv4(), device, answer.putObject("ipv4"));
    describe(findings.ipv6(), device, answer.putObject("ipv6"));
    return answer;
  }

  private static void describe(ForwardTest.Outcome outcome, String device, ObjectNode into) {
    into.put("works", outcome.isPassed());
    if (!outcome.isPassed()) {
      into.put("why", outcome.reason());
      ArrayNode advice = into.putArray("advice");
      GatewayFindings.advice(outcome, device).forEach(advice::add);
    }
  }
}
