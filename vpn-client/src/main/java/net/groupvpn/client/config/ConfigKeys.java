package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.os.DeviceName;
import net.groupvpn.overlay.path.PathText;
import org.jspecify.annotations.Nullable;

/** The keys of one configuration file. Collects their problems, with the line of each. */
final class ConfigKeys {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "error", Level.SEVERE,
          "warn", Level.WARNING,
          "info", Level.INFO,
          "debug", Level.FINE,
          "trace", Level.FINEST);
  private static final int MAX_SEEDS = 32;
  private static final Pattern LINUX_DEVICE = Pattern.compile("[^\\s/]{1,15}");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}(?<!\\.)");

  private final Path file;
  private final String source;
  private final JsonNode tree;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  ConfigKeys(Path file, String source, JsonNode tree) {
    this.file = file;
    this.source = source;
    this.tree = tree;
  }

  String required(String key) {
    @Nullable String value = optional(key);
    if (value == null && !tree.has(key)) {
      problems.add(file + ": " + key + " is missing; it names the file that the portal gave you");
    }
    return value == null ? "" : value;
  }

  String text(String key, String fallback) {
    @Nullable String value = optional(key);
    return value == null ? fallback : value;
  }

  int number(String key, int fallback, int min, int max) {
    @Nullable JsonNode node = node(key);
    if (node == null) {
      return fallback;
    }
    if (!node.isIntegralNumber() || node.longValue() < min || node.longValue() > max) {
      bad(key, node.asText(), "a whole number from " + min + " to " + max);
      return fallback;
    }
    return node.intValue();
  }

  /** True unless it is switched off. */
  boolean flag(String key) {
    @Nullable JsonNode node = node(key);
    if (node != null && !node.isBoolean()) {
      bad(key, node.asText(), "true or false, without quotes");
    }
    return node == null || node.asBoolean(true);
  }

  /** False unless it is switched on. */
  boolean switched(String key) {
    @Nullable JsonNode node = node(key);
    if (node != null && !node.isBoolean()) {
      bad(key, node.asText(), "true or false, without quotes");
    }
    return node != null && node.asBoolean(false);
  }

  String interfaceName(String key) {
    String value = text(key, ClientConfig.DEFAULT_INTERFACE);
    if (!DeviceName.isGood(value)) {
      bad(key, value, "a device name of at most 15 letters and digits, such as gvpn0");
    }
    return value;
  }

  /** The names in a list; empty if there is no list. */
  Set<String> interfaceNames(String key) {
    @Nullable JsonNode node = node(key);
    Set<String> names = new TreeSet<>();
    for (JsonNode each : node == null ? List.<JsonNode>of() : node) {
      if (each.isTextual() && LINUX_DEVICE.matcher(each.asText()).matches()) {
        names.add(each.asText());
      } else {
        bad(key, each.asText(), "a list of device names, such as [\"eth0\", \"wlan0\"]");
      }
    }
    if (node != null && !node.isArray()) {
      bad(key, node.asText(), "a list of device names, such as [\"eth0\", \"wlan0\"]");
    }
    return names;
  }

  @Nullable String ipv4(String key) {
    @Nullable String value = optional(key);
    if (value != null && !IPV4.matcher(value).matches()) {
      bad(key, value, "an IPv4 address such as 10.128.0.7");
    }
    return value;
  }

  String label(String key) {
    @Nullable String value = optional(key);
    if (value == null) {
      return HostLabel.ofThisMachine();
    }
    if (!HostLabel.isValid(value)) {
      bad(key, value, "one label of lower-case letters, digits and hyphens, such as laptop");
    }
    return value;
  }

  DnsMode dnsMode(String key) {
    String value = text(key, "auto");
    for (DnsMode mode : DnsMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
        return mode;
      }
    }
    bad(key, value, "one of auto, resolvectl, networkmanager, resolvconf, file, none");
    return DnsMode.AUTO;
  }

  Level level(String key) {
    String value = text(key, "info");
    @Nullable Level level = LEVELS.get(value);
    if (level == null) {
      bad(key, value, "one of error, warn, info, debug, trace");
      return Level.INFO;
    }
    return level;
  }

  List<String> endpoints(String key) {
    @Nullable JsonNode node = node(key);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > MAX_SEEDS) {
      bad(key, node.toString(), "a list of at most " + MAX_SEEDS + " endpoints");
      return List.of();
    }
    List<String> endpoints = new ArrayList<>();
    for (JsonNode each : node) {
      if (PathText.parse(each.asText()) != null) {
        endpoints.add(each.asText());
      } else {
        bad(
            key,
            each.asText(),
            "address:port, such as 192.0.2.1:7400, [2001:db8::1]:7400 or tcp:192.0.2.1:443");
      }
    }
    return endpoints;
  }

  /** All offloads except those that the list names. */
  Set<Offload> offloadsBut(String key) {
    Set<Offload> offloads = EnumSet.allOf(Offload.class);
    @Nullable JsonNode node = node(key);
    if (node == null) {
      return offloads;
    }
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!offloads.removeIf(one -> one.name().toLowerCase(Locale.ROOT).equals(each.asText()))) {
        bad(key, each.asText(), "a list of some of checksum, tso, uso, gso, gro");
      }
    }
    return offloads;
  }

  /** Ends the reading: keys that were never asked for are unknown. */
  void throwIfBad() throws ConfigException {
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        problems.add(
            where(name) + "unknown key " + name + "; known are " + String.join(", ", known));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private @Nullable String optional(String key) {
    @Nullable JsonNode node = node(key);
    if (node == null) {
      return null;
    }
    if (!node.isTextual() || node.asText().isBlank()) {
      bad(key, node.toString(), "text in quotes");
      return null;
    }
    return node.asText();
  }

  /** The value of a key, or null; the key counts as known from now on. */
  @Nullable JsonNode node(String key) {
    known.add(key);
    return tree.get(key);
  }

  /** Records that a value cannot be used. */
  void bad(String key, String value, String wanted) {
    problems.add(where(key) + key + " is \"" + value + "\" but must be " + wanted);
  }

  /** The parser discards line numbers, so the key is looked up in the text. */
  private String where(String key) {
    String quoted = Pattern.quote(key);
    Pattern start = Pattern.compile("(?m)^[ \\t]*\\[?[\"']?" + quoted + "[\"']?[ \\t]*[=.\\]]");
    Matcher match = start.matcher(source);
    if (!match.find()) {
      return file + ": ";
    }
    long line = 1 + source.substring(0, match.start()).chars().filter(c -> c == '\n').count();
    return file + ":" + line + ": ";
  }
}
