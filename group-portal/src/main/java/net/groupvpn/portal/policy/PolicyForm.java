package net.groupvpn.portal.policy;

import java.util.Locale;
import java.util.Optional;
import net.groupvpn.overlay.policy.DnsLabel;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.policy.PolicyLines.MemberChoice;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** What the forms of the policy have in common: a member is chosen, and a machine named. */
final class PolicyForm {
  private PolicyForm() {}

  /** The member that was chosen, if it is one of the group's. */
  static Optional<MemberChoice> member(
      Visit visit, PolicyStore store, VpnGroup group, String field) {
    try {
      return store.member(group.id(), Long.parseLong(visit.field(field)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with the choice, or null. */
  static @Nullable String memberProblem(Optional<MemberChoice> member) {
    return member.isPresent() ? null : "Choose a member of the group.";
  }

  /** A name in a form: names are lower-case. */
  static String name(Visit visit, String field) {
    return visit.field(field).toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a machine's name, or null; it may be empty. */
  static @Nullable String deviceProblem(String device) {
    return device.isEmpty() || DnsLabel.isValid(device)
        ? null
        : "A machine's name has 1 to 63 small letters, digits and inner hyphens, as its owner's"
            + " machine list shows it.";
  }

  /** Who is meant, for the audit log. */
  static String subject(String member, String device) {
    return device.isEmpty() ? member : member + ", machine " + device;
  }
}
