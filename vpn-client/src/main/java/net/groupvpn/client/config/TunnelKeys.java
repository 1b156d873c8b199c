package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.client.config.TunnelConfig.ClientLimits;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.config.TunnelConfig.Nat;
import net.groupvpn.client.config.TunnelConfig.Serving;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.gateway.GatewayOffer;
import org.jspecify.annotations.Nullable;

/** The keys about gateways. */
public final class TunnelKeys {
  /** Most names, probes or prefixes in a list. */
  private static final int MAX_LIST = 16;

  private static final int MAX_CONNECTIONS = 65_535;
  private static final int MAX_NEW_PER_SECOND = 10_000;
  private static final String OFF = "off";
  private static final String AUTO = "auto";
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]+");
  private static final Pattern PREFIX = Pattern.compile("([0-9a-fA-F:.]+)/(\\d{1,3})");
  private static final Pattern MEMBER = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?");

  private final ConfigKeys keys;

  TunnelKeys(ConfigKeys keys) {
    this.keys = keys;
  }

  TunnelConfig read() {
    boolean serves = keys.switched("gateway");
    Serving serving =
        new Serving(
            label("gateway_label"),
            list("gateway_probe", TunnelKeys::isElsewhere, "addresses such as 192.0.2.1"),
            resolver("gateway_dns"),
            list("gateway_open", TunnelKeys::isPrefix, "prefixes such as 192.168.7.0/24"),
            new ClientLimits(
                keys.number(
                    "gateway_client_connections",
                    ClientLimits.DEFAULT.connections(),
                    1,
                    MAX_CONNECTIONS),
                keys.number(
                    "gateway_client_new_per_second",
                    ClientLimits.DEFAULT.newPerSecond(),
                    1,
                    MAX_NEW_PER_SECOND)),
            nat("gateway_nat"));
    return new TunnelConfig(
        exit("exit_node"),
        new RoutingKeys(keys).read(),
        serves ? serving : null,
        new SubnetKeys(keys).read());
  }

  private Nat nat(String key) {
    String word = keys.text(key, AUTO);
    return switch (word) {
      case AUTO -> Nat.AUTO;
      case "kernel" -> Nat.KERNEL;
      case "user" -> Nat.USER;
      default -> {
        keys.bad(key, word, "auto, kernel or user");
        yield Nat.AUTO;
      }
    };
  }

  private Exit exit(String key) {
    @Nullable JsonNode node = keys.node(key);
    if (node == null || node.asText().equals(OFF)) {
      return Exit.OFF;
    }
    if (node.asText().equals(AUTO)) {
      return new Exit(true, List.of());
    }
    List<String> names =
        texts(key, node, TunnelKeys::isMember, "off, auto, a member's name or a list of them");
    return new Exit(!names.isEmpty(), names);
  }

  /** Whether it can be a member's name, with the group's suffix or without. */
  public static boolean isMember(String name) {
    return MEMBER.matcher(name).matches();
  }

  private String label(String key) {
    String label = keys.text(key, "");
    if (!GatewayOffer.isLabel(label)
        || label.getBytes(StandardCharsets.UTF_8).length > GatewayOffer.MAX_LABEL_BYTES) {
      keys.bad(key, label, "at most 32 letters, digits and simple signs");
      return "";
    }
    return label;
  }

  private List<String> list(String key, Predicate<String> isGood, String wanted) {
    @Nullable JsonNode node = keys.node(key);
    return node == null ? List.of() : texts(key, node, isGood, "a list of " + wanted);
  }

  private List<String> texts(String key, JsonNode node, Predicate<String> isGood, String wanted) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (each.isTextual() && isGood.test(each.asText()) && texts.size() < MAX_LIST) {
        texts.add(each.asText());
      } else {
        keys.bad(key, each.asText(), wanted);
      }
    }
    return texts;
  }

  private @Nullable String resolver(String key) {
    String address = keys.ipv4(key);
    if (address != null && !isElsewhere(address)) {
      keys.bad(key, address, "an address that clients reach through this gateway");
      return null;
    }
    return address;
  }

  /** Members do not believe a gateway that names another. */
  private static boolean isElsewhere(String text) {
    byte[] bytes = ADDRESS.matcher(text).matches() ? bytes(text) : new byte[0];
    return switch (bytes.length) {
      case Integer.BYTES ->
          GatewayOffer.isElsewhere(new Ipv4Address(ByteBuffer.wrap(bytes).getInt()));
      case Ipv6Address.BYTES -> GatewayOffer.isElsewhere(Ipv6Address.of(bytes));
      default -> false;
    };
  }

  private static boolean isPrefix(String text) {
    Matcher matcher = PREFIX.matcher(text);
    return matcher.matches()
        && Integer.parseInt(matcher.group(2)) <= bytes(matcher.group(1)).length * Byte.SIZE;
  }

  /** An address's bytes; none if it is none. Nothing is looked up: no name has colons. */
  private static byte[] bytes(String address) {
    boolean isIpv6 = address.indexOf(':') >= 0;
    if (!isIpv6 && address.chars().filter(c -> c == '.').count() != 3) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(isIpv6 ? "[" + address + "]" : address).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }
}
