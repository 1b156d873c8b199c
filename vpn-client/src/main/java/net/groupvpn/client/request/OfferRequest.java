package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.OfferPart;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;

/** Answers {@code service}: what this machine offers to the group. */
final class OfferRequest {
  private final OfferPart offers;

  OfferRequest(OfferPart offers) {
    this.offers = offers;
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    try {
      switch (arguments.path("action").asText("list")) {
        case "list" -> {}
        case "add" -> add(arguments);
        case "remove" -> remove(arguments);
        default -> throw badRequest("an action is list, add or remove");
      }
    } catch (IOException e) {
      throw new ControlException("impossible", "it cannot be kept: " + e.getMessage());
    }
    return list();
  }

  private void add(JsonNode arguments) throws ControlException, IOException {
    ServiceType type = type(arguments);
    int port = arguments.path("port").asInt();
    List<String> texts = new ArrayList<>();
    arguments.path("texts").forEach(text -> texts.add(text.asText()));
    String problem = AnnouncedService.problem(port, texts);
    if (problem == null) {
      problem = offers.add(new AnnouncedService(type, port, texts));
    }
    if (problem != null) {
      throw badRequest(problem);
    }
  }

  private void remove(JsonNode arguments) throws ControlException, IOException {
    ServiceType type = type(arguments);
    if (!offers.remove(type)) {
      throw new ControlException(
          "no_such_service", "this machine does not announce " + type + "; see: service list");
    }
  }

  private static ServiceType type(JsonNode arguments) throws ControlException {
    String name = arguments.path("name").asText().toLowerCase(Locale.ROOT);
    if (!ServiceType.isName(name)) {
      throw badRequest(
          "\"%s\" is not the name of a service: 1 to %d letters, digits and single inner hyphens"
              .formatted(name, ServiceType.MAX_NAME_CHARS));
    }
    Transport transport = Transport.parse(arguments.path("transport").asText("tcp"));
    if (transport == null) {
      throw badRequest("a transport is tcp or udp");
    }
    return new ServiceType(name, transport);
  }

  private static ControlException badRequest(String problem) {
    return new ControlException("bad_request", problem);
  }

  private ObjectNode list() {
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    ArrayNode services = answer.putArray("services");
    for (AnnouncedService service : offers.offered()) {
      ObjectNode line = services.addObject();
      line.put("name", service.type().name());
      line.put("transport", service.type().transport().label());
      line.put("port", service.port());
      ArrayNode texts = line.putArray("texts");
      service.texts().forEach(texts::add);
    }
    return answer;
  }
}
