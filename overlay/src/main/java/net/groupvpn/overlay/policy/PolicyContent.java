package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.wire.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says.
 *
 * @param gateways who may be a way to the Internet for others
 * @param subnets who may announce which network behind it
 * @param reservations what only one machine, or one member, may have
 */
public record PolicyContent(
    List<GatewayRight> gateways, List<SubnetRight> subnets, List<Reservation> reservations) {
  /** What holds without a policy: nobody may do anything special. */
  public static final PolicyContent EMPTY = new PolicyContent(List.of(), List.of(), List.of());

  /** Longest name of a member or a machine, characters. */
  static final int MAX_NAME_CHARS = 128;

  public PolicyContent {
    gateways = List.copyOf(gateways);
    subnets = List.copyOf(subnets);
    reservations = List.copyOf(reservations);
  }

  /** What is wrong with it, for people; null if nothing is. */
  @Nullable String problem() {
    for (GatewayRight gateway : gateways) {
      if (!isMember(gateway.member()) || !isDevice(gateway.device())) {
        return "a gateway has no name that can be shown";
      }
    }
    for (SubnetRight subnet : subnets) {
      if (!isMember(subnet.member())) {
        return "a subnet's member has no name that can be shown";
      }
      String problem = SubnetRule.problem(subnet.prefix());
      if (problem != null) {
        return problem;
      }
    }
    return problemOfReservations();
  }

  private @Nullable String problemOfReservations() {
    Set<Inet4Address> addresses = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Reservation reservation : reservations) {
      Inet4Address address = reservation.address();
      String name = reservation.name();
      if (!isMember(reservation.member()) || !isDevice(reservation.device())) {
        return "a reservation has no name that can be shown";
      }
      if (address == null && name == null) {
        return "a reservation of nothing";
      }
      if (name != null && !DnsLabel.isValid(name)) {
        return "'" + name + "' is no name for a machine";
      }
      if (address != null && !addresses.add(address)) {
        return address.getHostAddress() + " is reserved twice";
      }
      if (name != null && !names.add(name)) {
        return "the name " + name + " is reserved twice";
      }
    }
    return null;
  }

  private static boolean isMember(String text) {
    return !text.isEmpty() && isDevice(text);
  }

  private static boolean isDevice(String text) {
    return text.length() <= MAX_NAME_CHARS && PlainText.isPlain(text);
  }
}
