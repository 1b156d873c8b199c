package net.groupvpn.dhcpdns.machine;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import org.jspecify.annotations.Nullable;

/**
 * A machine with a lease.
 *
 * @param key as in {@link net.groupvpn.dhcpdns.dhcp.DhcpClient}
 * @param mac its Ethernet address
 * @param address its address
 * @param label the name that it wishes for
 * @param name the name that it has, or null while it has none
 * @param untilMillis when its lease ends, by the wall clock
 */
public record KnownMachine(
    String key,
    long mac,
    Ipv4Address address,
    Label label,
    @Nullable Label name,
    long untilMillis) {
  private static final int MAC_DIGITS = 12;
  private static final String NO_NAME = "-";

  /** Its fields as {@link #toLine} writes them. */
  private static final Pattern LINE =
      Pattern.compile(
          "((?:id|mac):[0-9a-f]{1,510}) ([0-9a-f]{12}) ([0-9.]{7,15}) (\\S{1,59}) (\\S{1,63})"
              + " (\\d{1,18})");

  /** One line of text. */
  public String toLine() {
    return String.join(
        " ",
        key,
        HexFormat.of().toHexDigits(mac, MAC_DIGITS),
        address.toString(),
        label.text(),
        name == null ? NO_NAME : name.text(),
        Long.toString(untilMillis));
  }

  /** Reads what {@link #toLine} wrote; null if it is anything else. */
  public static @Nullable KnownMachine parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return null;
    }
    Label label = Label.parse(matcher.group(4));
    Label name = Label.parse(matcher.group(5));
    if (label == null || (name == null && !matcher.group(5).equals(NO_NAME))) {
      return null;
    }
    try {
      return new KnownMachine(
          matcher.group(1),
          HexFormat.fromHexDigitsToLong(matcher.group(2)),
          Ipv4Address.parse(matcher.group(3)),
          label,
          name,
          Long.parseLong(matcher.group(6)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
