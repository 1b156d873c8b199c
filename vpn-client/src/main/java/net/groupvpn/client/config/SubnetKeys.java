package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.gateway.subnet.SubnetClient;
import net.groupvpn.gateway.subnet.SubnetOffer;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.jspecify.annotations.Nullable;

/** The keys about networks behind members. */
final class SubnetKeys {
  private static final String OWN = "subnets";
  private static final String ACCEPT = "accept_subnets";

  private final ConfigKeys keys;

  SubnetKeys(ConfigKeys keys) {
    this.keys = keys;
  }

  SubnetConfig read() {
    @Nullable JsonNode accept = keys.node(ACCEPT);
    List<AddressRange> own = prefixes(OWN, keys.node(OWN), SubnetOffer.MAX_PREFIXES);
    return accept != null && accept.isBoolean()
        ? new SubnetConfig(own, accept.booleanValue(), List.of())
        : new SubnetConfig(own, false, prefixes(ACCEPT, accept, SubnetClient.MAX_ACCEPTED));
  }

  private List<AddressRange> prefixes(String key, @Nullable JsonNode node, int most) {
    List<AddressRange> prefixes = new ArrayList<>();
    if (node == null) {
      return prefixes;
    }
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      AddressRange range = SubnetRule.parse(each.asText());
      String problem = range == null ? null : SubnetRule.problem(range);
      if (range == null || prefixes.size() == most) {
        keys.bad(key, each.asText(), "at most " + most + " networks such as 192.168.7.0/24");
      } else if (problem != null) {
        keys.bad(key, each.asText(), "another network: " + problem);
      } else {
        prefixes.add(range);
      }
    }
    return prefixes;
  }
}
