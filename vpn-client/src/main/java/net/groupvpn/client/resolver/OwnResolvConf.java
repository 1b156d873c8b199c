package net.groupvpn.client.resolver;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a resolv.conf(5) that asks the group's server first. That server refuses all names outside
 * the group, and the C library then goes on to the next server, so everything else is answered as
 * before.
 */
final class OwnResolvConf {

  private static final String ROTATE = "rotate";

  private OwnResolvConf() {}

  /**
   * The lines for {@code plan}, in place of {@code before}; no other servers if it is asked all.
   */
  static List<String> lines(List<String> before, ResolverPlan plan, String marker) {
    List<String> lines = new ArrayList<>(List.of(marker, "nameserver " + plan.server()));
    // Last, so that a member called "intranet" does not replace an existing name.
    String search = "";
    for (String line : before) {
      String keyword = line.strip().split("\\s+", 2)[0];
      switch (keyword) {
        case "search", "domain" -> search = line.strip().substring(keyword.length()).strip();
        case "options" -> lines.add(withoutRotation(line));
        case "nameserver" -> {
          if (!plan.all()) {
            lines.add(line);
          }
        }
        default -> lines.add(line);
      }
    }
    lines.add("search " + (search.isEmpty() ? "" : search + " ") + plan.suffix());
    return lines;
  }

  /** Rotation would ask other servers for the group's names. */
  private static String withoutRotation(String options) {
    List<String> words = new ArrayList<>(List.of(options.strip().split("\\s+", 0)));
    words.removeIf(ROTATE::equals);
    return String.join(" ", words);
  }
}
