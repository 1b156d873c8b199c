package net.groupvpn.dhcpdns.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * An IPv4 address, ordered as an unsigned number.
 *
 * @param bits the address, most significant byte first; the data plane uses this number alone
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
  /** Length in bits. */
  public static final int BITS = 32;

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern DOTTED =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

  /**
   * Reads four decimal numbers separated by dots.
   *
   * @throws IllegalArgumentException if it is anything else; the message is for people
   */
  public static Ipv4Address parse(String text) {
    Matcher matcher = DOTTED.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an IPv4 address; write it like 10.128.0.7");
    }
    int bits = 0;
    for (int octet = 1; octet <= Integer.BYTES; octet++) {
      bits = bits << Byte.SIZE | Integer.parseInt(matcher.group(octet));
    }
    return new Ipv4Address(bits);
  }

  /** Whether {@link #parse} can read it. */
  public static boolean isValid(String text) {
    return DOTTED.matcher(text).matches();
  }

  /** The same address for the JDK; never asks a name server. */
  public InetAddress toInetAddress() {
    try {
      byte[] bytes = new byte[Integer.BYTES];
      PacketBytes.put32(bytes, 0, bits);
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are always an address", e);
    }
  }

  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  /** Four decimal numbers separated by dots. */
  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
