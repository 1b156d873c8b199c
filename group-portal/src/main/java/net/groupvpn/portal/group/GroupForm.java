package net.groupvpn.portal.group;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** What somebody types to create a group. */
record GroupForm(String name, String description, String ipv4Range, String dnsSuffix) {
  static final GroupForm SUGGESTED = new GroupForm("", "", "10.128.0.0/16", "office.gvpn");
  private static final int MAX_NAME = 64;
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_SUFFIX = 120;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern SUFFIX = Pattern.compile(LABEL + "(\\." + LABEL + ")+");

  static GroupForm read(Visit visit) {
    return new GroupForm(
        visit.field("name"),
        visit.field("description"),
        visit.field("ipv4-range"),
        visit.field("dns-suffix").toLowerCase(Locale.ROOT));
  }

  /** What is wrong with it, or null. */
  @Nullable String problem() {
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME
        || hasControl(name)) {
      return "The group's name must have 1 to %d letters.".formatted(MAX_NAME);
    }
    if (description.length() > MAX_DESCRIPTION) {
      return "The description may have at most %d characters.".formatted(MAX_DESCRIPTION);
    }
    var rangeProblem = Ipv4Range.problem(ipv4Range);
    return rangeProblem != null ? rangeProblem : suffixProblem();
  }

  private @Nullable String suffixProblem() {
    if (dnsSuffix.length() > MAX_SUFFIX || !SUFFIX.matcher(dnsSuffix).matches()) {
      return "The DNS suffix must be two or more names joined by dots, such as office.gvpn, of"
          + " letters, digits and hyphens.";
    }
    return dnsSuffix.endsWith(".local") || dnsSuffix.endsWith(".localhost")
        ? "Names under .local and .localhost never leave a machine; choose another DNS suffix."
        : null;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  Map<String, String> model() {
    return Map.of(
        "name", name,
        "description", description,
        "ipv4Range", ipv4Range,
        "dnsSuffix", dnsSuffix);
  }
}
