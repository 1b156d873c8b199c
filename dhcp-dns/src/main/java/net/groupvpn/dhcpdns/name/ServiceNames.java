package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import net.groupvpn.dhcpdns.name.DnsZones.Subject;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * Names of services beneath a group's suffix.
 *
 * <pre>
 *   _http._tcp.birch.office.gvpn    a member's service: SRV, TXT (RFC 2782)
 *   birch._http._tcp.office.gvpn    the same (RFC 6763 4.1)
 *   _http._tcp.office.gvpn          all members that offer it: PTR (RFC 6763 4)
 *   _tcp.birch.office.gvpn          between
 *   _tcp.office.gvpn                between
 * </pre>
 */
final class ServiceNames {
  private ServiceNames() {}

  /** What a name beneath {@code suffix} means; nobody's if it is not of this form. */
  static Subject parse(Name suffix, Name name) {
    int depth = name.labels() - suffix.labels();
    Subject subject =
        switch (depth) {
          case 1 -> transport(text(name, 0)) == null ? null : new Subject.Between(suffix);
          case 2 -> ofTwo(suffix, text(name, 0), text(name, 1));
          case 3 -> ofThree(suffix, text(name, 0), text(name, 1), text(name, 2));
          default -> null;
        };
    return subject == null ? new Subject.Nobody(suffix) : subject;
  }

  private static @Nullable Subject ofTwo(Name suffix, String first, String second) {
    ServiceType type = type(first, second);
    if (type != null) {
      return new Subject.Offers(suffix, type);
    }
    Transport transport = transport(first);
    Label member = Label.parse(second);
    return transport == null || member == null
        ? null
        : new Subject.ServicesOfMember(suffix, member, transport);
  }

  private static @Nullable Subject ofThree(Name suffix, String first, String second, String third) {
    ServiceType type = type(first, second);
    Label member = Label.parse(third);
    if (type == null || member == null) {
      type = type(second, third);
      member = Label.parse(first);
    }
    return type == null || member == null
        ? null
        : new Subject.ServiceOfMember(suffix, member, type);
  }

  private static @Nullable ServiceType type(String service, String carrier) {
    Transport transport = transport(carrier);
    boolean isService = service.startsWith("_") && ServiceType.isName(service.substring(1));
    return transport == null || !isService
        ? null
        : new ServiceType(service.substring(1), transport);
  }

  private static @Nullable Transport transport(String label) {
    return label.startsWith("_") ? Transport.parse(label.substring(1)) : null;
  }

  private static String text(Name name, int label) {
    return name.getLabelString(label).toLowerCase(Locale.ROOT);
  }
}
