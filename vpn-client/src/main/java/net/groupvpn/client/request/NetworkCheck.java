package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.overlay.link.FilteringBehaviour;
import net.groupvpn.overlay.link.MappingBehaviour;
import net.groupvpn.overlay.link.OwnCandidates;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.node.PeerStatus;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import org.jspecify.annotations.Nullable;

/** Answers {@code netcheck}: what this machine's network lets through, as peers report it. */
final class NetworkCheck {
  static final int MAX_RELAYS = 5;
  private static final long FILTERING_MILLIS = 4_000;

  private final RunningClient running;

  NetworkCheck(RunningClient running) {
    this.running = running;
  }

  /** A directly reached peer; {@code name} is null outside the group. */
  private record Near(@Nullable String name, PeerStatus peer) {
    Endpoint endpoint() {
      return ((DirectPath) peer.path()).endpoint();
    }
  }

  private record Facts(MappingBehaviour mapping, List<Endpoint> own, List<Near> near) {}

  ObjectNode answer() throws ControlException {
    Facts facts = Ask.now(running.loop(), this::facts);
    FilteringBehaviour filtering =
        Ask.<FilteringBehaviour>later(running.loop(), FILTERING_MILLIS, this::checkFiltering);
    boolean ipv6 = facts.near.stream().anyMatch(near -> isIpv6(near.endpoint()));
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("udp", !facts.near.isEmpty())
            .put("ipv6", ipv6)
            .put("ipv6_address", facts.own.stream().anyMatch(NetworkCheck::isIpv6))
            .put("mapping", text(facts.mapping))
            .put(
                "filtering",
                text(Objects.requireNonNullElse(filtering, FilteringBehaviour.UNKNOWN)));
    MappedPortReport.describe(running.mappedPorts(), answer);
    ArrayNode endpoints = answer.putArray("endpoints");
    facts.own.forEach(endpoint -> endpoints.add(endpoint.toString()));
    ArrayNode relays = answer.putArray("relays");
    facts.near.stream().limit(MAX_RELAYS).forEach(near -> describe(near, relays.addObject()));
    return answer;
  }

  private static boolean isIpv6(Endpoint endpoint) {
    return endpoint.address() instanceof Inet6Address;
  }

  private static String text(Enum<?> behaviour) {
    return behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void describe(Near near, ObjectNode relay) {
    relay.put("realm", near.name == null ? "public" : "group");
    relay.put("node", near.peer.id().toHex()).put("name", near.name);
    relay.put("endpoint", near.endpoint().toString());
    relay.put("rtt_ms", near.peer.rttNanos() / PeerReport.NANOS_PER_MILLI);
  }

  private Facts facts() {
    OverlayNode members = running.room().node();
    List<Near> near = new ArrayList<>(near(members, true));
    near.addAll(near(publicNode(), false));
    near.sort(Comparator.comparingLong(each -> each.peer.rttNanos()));
    OwnCandidates own = members.links().candidates();
    return new Facts(own.mapping(), own.endpoints(), near);
  }

  private OverlayNode publicNode() {
    return running.room().publicRealm().node();
  }

  private List<Near> near(OverlayNode node, boolean named) {
    return node.status().peers().stream()
        .filter(peer -> peer.path() instanceof DirectPath && peer.rttNanos() >= 0)
        .map(peer -> new Near(named ? running.room().services().nameOf(peer.id()) : null, peer))
        .toList();
  }

  /** Asks public nodes first: they are less likely to be behind a NAT. */
  private void checkFiltering(Consumer<FilteringBehaviour> answer) {
    publicNode()
        .attachment()
        .checkFiltering(
            result -> {
              if (result == FilteringBehaviour.UNKNOWN) {
                running.room().node().attachment().checkFiltering(answer);
              } else {
                answer.accept(result);
              }
            });
  }
}
