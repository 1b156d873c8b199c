package net.groupvpn.portal.policy;

import net.groupvpn.overlay.path.NumericAddress;
import net.groupvpn.overlay.policy.DnsLabel;
import net.groupvpn.overlay.policy.GroupRanges;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** What somebody types to reserve something; empty fields reserve nothing. */
record ReservationForm(String device, String address, String name) {
  static ReservationForm read(Visit visit) {
    return new ReservationForm(
        PolicyForm.name(visit, "reserved-device"),
        visit.field("reserved-address"),
        PolicyForm.name(visit, "reserved-name"));
  }

  /** What is wrong with it in this group, whatever is reserved already, or null. */
  @Nullable String problem(VpnGroup group) {
    var deviceProblem = PolicyForm.deviceProblem(device);
    if (deviceProblem != null) {
      return deviceProblem;
    }
    if (address.isEmpty() && name.isEmpty()) {
      return "Type an address, a name, or both.";
    }
    if (!name.isEmpty() && !DnsLabel.isValid(name)) {
      return "A name has 1 to 63 small letters, digits and inner hyphens, such as printer; wpad,"
          + " isatap and localhost are not for machines.";
    }
    return address.isEmpty() ? null : addressProblem(group);
  }

  private @Nullable String addressProblem(VpnGroup group) {
    var parsed = NumericAddress.parse4(address);
    return parsed == null
        ? "An address must look like 10.128.0.7."
        : GroupRanges.problemOfMember(parsed, group.ipv4Range());
  }

  @Nullable String addressOrNull() {
    return address.isEmpty() ? null : address;
  }

  @Nullable String nameOrNull() {
    return name.isEmpty() ? null : name;
  }

  /** For the audit log. */
  String subject(String member) {
    return subject(member, device, addressOrNull(), nameOrNull());
  }

  static String subject(
      String member, String device, @Nullable String address, @Nullable String name) {
    var what = address == null ? "" : address;
    if (name != null) {
      what = what.isEmpty() ? name : what + " and " + name;
    }
    return what + " for " + PolicyForm.subject(member, device);
  }
}
