package net.groupvpn.portal.group;

import java.util.Locale;
import java.util.Map;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** The form for creating a group. */
record GroupForm(String name, String description, String ipv4Range, String dnsSuffix) {
  static final GroupForm SUGGESTED = new GroupForm("", "", "10.128.0.0/16", "office.gvpn");
  private static final int MAX_DESCRIPTION = 500;

  static GroupForm read(Visit visit) {
    return new GroupForm(
        visit.field("name"),
        visit.field("description"),
        visit.field("ipv4-range"),
        visit.field("dns-suffix").toLowerCase(Locale.ROOT));
  }

  /** The problem with it, or null. */
  @Nullable String problem() {
    var nameProblem = GroupName.problem(name);
    if (nameProblem != null) {
      return nameProblem;
    }
    if (description.length() > MAX_DESCRIPTION) {
      return "The description may have at most %d characters.".formatted(MAX_DESCRIPTION);
    }
    var rangeProblem = RangeRule.problem(ipv4Range);
    return rangeProblem != null ? rangeProblem : DnsSuffix.problem(dnsSuffix);
  }

  Map<String, String> model() {
    return Map.of(
        "name", name,
        "description", description,
        "ipv4Range", ipv4Range,
        "dnsSuffix", dnsSuffix);
  }
}
