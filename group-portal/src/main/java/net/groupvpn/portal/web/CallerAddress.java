package net.groupvpn.portal.web;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** The source address of a request. */
public final class CallerAddress {
  private static final int NETWORK_BYTES = 8;
  private static final int SITE_BYTES = 6;

  private CallerAddress() {}

  /** The numeric address of the connection, without the brackets that the server adds. */
  public static String of(Context context) {
    return plain(context.ip());
  }

  static String plain(String address) {
    return address.replaceAll("[\\[\\]]|%.*$", "");
  }

  /**
   * The unit that limits count: an IPv4 address, or the /64 network of an IPv6 address, because the
   * owner of one address has a whole network of them (RFC 6177).
   */
  public static String network(String address) {
    return prefix(address, NETWORK_BYTES);
  }

  /** An IPv4 address, or the /48 network of an IPv6 address: the most that one site usually has. */
  public static String site(String address) {
    return prefix(address, SITE_BYTES);
  }

  private static String prefix(String address, int bytes) {
    try {
      // Numeric, so no name server is asked.
      return InetAddress.getByName(address) instanceof Inet6Address ipv6
          ? HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), bytes))
              + "/"
              + bytes * Byte.SIZE
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
