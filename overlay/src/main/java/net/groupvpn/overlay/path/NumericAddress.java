package net.groupvpn.overlay.path;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses from untrusted text. The JDK asks a name server about anything that it cannot
 * read, such as {@code 999.1.1.1}; this class never does, so nobody can make a thread wait for one.
 */
public final class NumericAddress {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** With a colon the JDK does not ask either; it throws. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private NumericAddress() {}

  /** The IPv4 address; null if it is anything else. */
  public static @Nullable Inet4Address parse4(String text) {
    boolean isIpv4 = IPV4.matcher(text).matches();
    return isIpv4 && parse(text) instanceof Inet4Address address ? address : null;
  }

  /** The IPv4 address, or the IPv6 address without a scope; null if it is anything else. */
  public static @Nullable InetAddress parse(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
