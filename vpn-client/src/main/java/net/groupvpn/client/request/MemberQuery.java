package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.name.MemberLookup;
import net.groupvpn.dhcpdns.name.NamedMember;
import net.groupvpn.overlay.dht.Finding;
import org.jspecify.annotations.Nullable;

/** Finds members for {@code ip}, {@code dns} and {@code ping}, as the DNS responder does. */
final class MemberQuery {
  private static final long LOOKUP_MILLIS = 8_000;
  private static final int MAX_NAME_LENGTH = 255;
  private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final RunningClient running;

  MemberQuery(RunningClient running) {
    this.running = running;
  }

  /** Addresses of this machine if {@code name} is empty, otherwise of a member. */
  ObjectNode ip(String name) throws ControlException {
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    if (name.isEmpty()) {
      Ipv4Address own = running.addresses().address();
      return answer
          .put("ipv4", own == null ? null : own.toString())
          .put("ipv6", running.network().addressOf(running.room().node().self()).toString());
    }
    NamedMember member = need(name);
    Ipv4Address address = member.address4();
    return answer
        .put("ipv4", address == null ? null : address.toString())
        .put("ipv6", member.hasIpv6() ? member.address6().toString() : null);
  }

  /** What DNS would answer: addresses for a name, the name for an address. */
  ObjectNode dns(String name) throws ControlException {
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    ArrayNode answers = answer.putArray("answers");
    NamedMember member = find(name);
    if (member == null) {
      return answer;
    }
    if (isAddress(name)) {
      answers.add(member.label() + "." + suffix());
      return answer;
    }
    Ipv4Address address = member.address4();
    if (address != null) {
      answers.add(address.toString());
    }
    if (member.hasIpv6()) {
      answers.add(member.address6().toString());
    }
    return answer;
  }

  /** The member with that name or address. */
  NamedMember need(String name) throws ControlException {
    NamedMember member = find(name);
    if (member == null) {
      throw new ControlException(
          "no_such_member", "nobody in the group has the name or address " + name + " now");
    }
    return member;
  }

  private @Nullable NamedMember find(String name) throws ControlException {
    Finding<NamedMember> finding = ask(name);
    if (finding == null || !finding.isKnown()) {
      throw new ControlException(
          "not_known",
          "too few members answered to tell who has the name or address "
              + name
              + "; try again in some seconds");
    }
    return finding.found();
  }

  private @Nullable Finding<NamedMember> ask(String name) throws ControlException {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new ControlException("bad_request", "a name has 1 to 255 characters");
    }
    MemberLookup lookup = running.room().services().directory();
    if (IPV4.matcher(name).matches()) {
      Ipv4Address address = parse4(name);
      return Ask.later(running.loop(), LOOKUP_MILLIS, done -> lookup.byAddress(address, done));
    }
    if (IPV6.matcher(name).matches()) {
      Ipv6Address address = parse6(name);
      return Ask.later(running.loop(), LOOKUP_MILLIS, done -> lookup.byAddress(address, done));
    }
    Label label = label(name);
    return Ask.later(running.loop(), LOOKUP_MILLIS, done -> lookup.byName(label, done));
  }

  private static boolean isAddress(String name) {
    return IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
  }

  private Label label(String name) throws ControlException {
    String lower = name.toLowerCase(Locale.ROOT);
    String end = "." + suffix();
    String first = lower.endsWith(end) ? lower.substring(0, lower.length() - end.length()) : lower;
    Label label = Label.parse(first);
    if (label == null) {
      throw new ControlException("bad_request", "\"" + name + "\" is not a name in this group");
    }
    return label;
  }

  private String suffix() {
    return running.membership().group().network().dnsSuffix();
  }

  private static Ipv4Address parse4(String text) throws ControlException {
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ControlException("bad_request", String.valueOf(e.getMessage()));
    }
  }

  private static Ipv6Address parse6(String text) throws ControlException {
    try {
      // Only hexadecimal digits and colons, so no name server is asked.
      byte[] bytes = InetAddress.getByName(text).getAddress();
      if (bytes.length == Ipv6Address.BYTES) {
        return Ipv6Address.of(bytes);
      }
    } catch (UnknownHostException e) {
      // The same as for an address of another kind.
    }
    throw new ControlException("bad_request", "\"" + text + "\" is not an IPv6 address");
  }
}
