package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.tunnel.RoutingMode;
import net.groupvpn.client.tunnel.TunnelSettings;
import org.jspecify.annotations.Nullable;

/** The keys about marks, rules and routes of a full tunnel. */
final class RoutingKeys {
  private static final TunnelSettings DEFAULT = TunnelSettings.DEFAULT;
  private static final long MAX_BITS = 0xffff_ffffL;

  /** Tables of the kernel: default, main and local. */
  private static final Set<Integer> KERNELS_TABLES = Set.of(253, 254, 255);

  private static final String AUTO = "auto";

  private final ConfigKeys keys;

  RoutingKeys(ConfigKeys keys) {
    this.keys = keys;
  }

  TunnelSettings read() {
    int mask = bits("mark_mask", DEFAULT.mask());
    int mark = bits("mark", DEFAULT.mark());
    if (mark == 0 || (mark & ~mask) != 0) {
      keys.bad(
          keys.node("mark") == null ? "mark_mask" : "mark",
          "mark 0x%08x, mark_mask 0x%08x".formatted(mark, mask),
          "such that the mark is not 0 and has no bit that the mask has not");
      mark = DEFAULT.mark();
      mask = DEFAULT.mask();
    }
    return new TunnelSettings(
        mark,
        mask,
        table("route_table"),
        keys.number("rule_priority", DEFAULT.priority(), 1, TunnelSettings.MAX_PRIORITY),
        keys.switched("allow_lan"),
        keys.flag("allow_containers"),
        modes("routing_mode"));
  }

  private List<RoutingMode> modes(String key) {
    String wanted = keys.text(key, AUTO);
    if (wanted.equals(AUTO)) {
      return RoutingMode.AUTO;
    }
    for (RoutingMode mode : RoutingMode.values()) {
      if (mode.text().equals(wanted)) {
        return List.of(mode);
      }
    }
    keys.bad(key, wanted, "auto, mark, routes or frames");
    return RoutingMode.AUTO;
  }

  private int table(String key) {
    int table = keys.number(key, DEFAULT.table(), 1, Integer.MAX_VALUE);
    if (KERNELS_TABLES.contains(table)) {
      keys.bad(key, Integer.toString(table), "a table of its own; 253 to 255 are the kernel's");
      return DEFAULT.table();
    }
    return table;
  }

  /** 32 bits, which need not be a positive int. */
  private int bits(String key, int fallback) {
    @Nullable JsonNode node = keys.node(key);
    if (node == null) {
      return fallback;
    }
    if (!node.isIntegralNumber() || node.longValue() < 1 || node.longValue() > MAX_BITS) {
      keys.bad(key, node.asText(), "a number of at most 32 bits, such as 0x5c000000");
      return fallback;
    }
    return (int) node.longValue();
  }
}
