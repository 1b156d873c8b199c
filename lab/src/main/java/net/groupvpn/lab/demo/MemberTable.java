package net.groupvpn.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.member.Member;

/** Who reaches whom over which path, according to each member's {@code peers}. */
final class MemberTable {
  private static final String ROW = "%-9s %-16s %-21s %-9s %-34s %9s";

  private MemberTable() {}

  static List<String> of(List<Member> members) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("member", "address", "name", "peer", "path", "rtt"));
    for (Member member : members) {
      JsonNode status = member.ask("status");
      String address = text(status, "ipv4");
      String name = text(status, "name");
      String first = member.host().name();
      for (JsonNode peer : member.ask("peers").path("peers")) {
        lines.add(
            ROW.formatted(
                first, address, name, text(peer, "name"), text(peer, "path"), roundTrip(peer)));
        first = "";
        address = "";
        name = "";
      }
    }
    return lines;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).asText() : "-";
  }

  private static String roundTrip(JsonNode peer) {
    return peer.has("rtt_ms") ? "%.1f ms".formatted(peer.path("rtt_ms").asDouble()) : "-";
  }
}
