package net.groupvpn.client.resolver;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a resolv.conf(5) that asks our server first. It refuses all names but the group's, and the
 * C library then goes on to the next server, so everything else is answered as before.
 */
final class OwnResolvConf {

  private static final String ROTATE = "rotate";

  private OwnResolvConf() {}

  /** The lines for {@code plan}, in place of {@code before}. */
  static List<String> lines(List<String> before, ResolverPlan plan, String marker) {
    List<String> lines = new ArrayList<>(List.of(marker, "nameserver " + plan.server()));
    // Last: whoever calls itself "intranet" in the group is not to stand in for a name of before.
    String search = "";
    for (String line : before) {
      String keyword = line.strip().split("\\s+", 2)[0];
      switch (keyword) {
        case "search", "domain" -> search = line.strip().substring(keyword.length()).strip();
        case "options" -> lines.add(withoutRotation(line));
        default -> lines.add(line);
      }
    }
    lines.add("search " + (search.isEmpty() ? "" : search + " ") + plan.suffix());
    return lines;
  }

  /** Taking turns would ask others for the group's names. */
  private static String withoutRotation(String options) {
    List<String> words = new ArrayList<>(List.of(options.strip().split("\\s+", 0)));
    words.removeIf(ROTATE::equals);
    return String.join(" ", words);
  }
}
