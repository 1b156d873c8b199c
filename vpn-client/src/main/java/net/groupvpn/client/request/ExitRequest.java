package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.config.TunnelKeys;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.ExitPart;
import net.groupvpn.gateway.GatewayOffer;

/** Answers {@code exit-node}: which gateways there are, and which one is to be used. */
final class ExitRequest {
  private static final long LOOK_MILLIS = 10_000;
  private static final int MAX_NAMES = 16;
  private static final int MAX_NAME_CHARS = 253;

  private final ExitPart exit;

  ExitRequest(ExitPart exit) {
    this.exit = exit;
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    return switch (arguments.path("action").asText("list")) {
      case "list" -> list();
      case "use" -> use(new Exit(true, names(arguments.path("names"))));
      case "off" -> use(Exit.OFF);
      case "pause" -> pause(Duration.ofSeconds(arguments.path("seconds").asInt(0)));
      case "resume" -> resume();
      default ->
          throw new ControlException("bad_request", "an action is list, use, off, pause or resume");
    };
  }

  private static List<String> names(JsonNode given) throws ControlException {
    List<String> names = new ArrayList<>();
    for (JsonNode name : given) {
      if (names.size() == MAX_NAMES || name.asText().length() > MAX_NAME_CHARS) {
        throw new ControlException(
            "bad_request", "at most " + MAX_NAMES + " names of gateways can be given");
      }
      if (!TunnelKeys.isMember(name.asText())) {
        throw new ControlException("bad_request", "\"" + name.asText() + "\" is no member's name");
      }
      names.add(name.asText());
    }
    return names;
  }

  private ObjectNode use(Exit wish) throws ControlException {
    try {
      exit.wish(wish);
    } catch (IOException e) {
      throw new ControlException("impossible", String.valueOf(e.getMessage()));
    }
    return wished(ControlClient.arguments().put("version", 1));
  }

  private ObjectNode pause(Duration length) throws ControlException {
    Instant end = exit.pause(length);
    return wished(ControlClient.arguments().put("version", 1)).put("paused_until", end.toString());
  }

  private ObjectNode resume() throws ControlException {
    exit.resume();
    return wished(ControlClient.arguments().put("version", 1));
  }

  private ObjectNode wished(ObjectNode answer) {
    Exit wish = exit.wish();
    answer.put("on", wish.isOn());
    ArrayNode names = answer.putArray("wanted");
    wish.names().forEach(names::add);
    return answer;
  }

  private ObjectNode list() throws ControlException {
    List<ExitPart.Known> gateways = exit.look(LOOK_MILLIS);
    ObjectNode answer = wished(ControlClient.arguments().put("version", 1));
    ArrayNode list = answer.putArray("gateways");
    for (ExitPart.Known gateway : gateways) {
      GatewayOffer offer = gateway.entry().offer();
      ObjectNode line = list.addObject();
      line.put("node", gateway.entry().node().toHex());
      line.put("name", gateway.name().isEmpty() ? null : gateway.name());
      line.put("label", offer.label());
      line.put("alive", gateway.entry().isAlive());
      line.put("in_use", gateway.entry().isInUse());
      if (gateway.entry().rttNanos() >= 0) {
        line.put("rtt_ms", gateway.entry().rttNanos() / PeerReport.NANOS_PER_MILLI);
      }
      line.put("load_percent", offer.loadPercent());
      line.put("ipv4", offer.hasIpv4()).put("ipv6", offer.hasIpv6());
      line.put("dns", offer.resolver() == null ? null : offer.resolver().toString());
      line.put("since", Instant.ofEpochMilli(offer.sinceMillis()).toString());
    }
    return answer;
  }
}
