package net.groupvpn.client.os;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which networks are reached through a device, as the main tables in /proc/net show them. */
public final class DeviceRoutes {
  private static final int DEVICE4 = 0;
  private static final int DESTINATION4 = 1;
  private static final int MASK4 = 7;
  private static final int DESTINATION6 = 0;
  private static final int PREFIX6 = 1;
  private static final int DEVICE6 = 9;
  private static final int HEX = 16;

  /** Any other factory turns an IPv4-mapped address into an IPv4 address. */
  private static final int ANY_SCOPE = -1;

  private DeviceRoutes() {}

  /**
   * The networks, each with its lowest address; null on a router with too many routes to read.
   *
   * @param directory {@code /proc/net}
   */
  public static @Nullable Set<AddressPrefix> of(Path directory, String device) throws IOException {
    List<String[]> rows4 = ProcNetTable.rows(directory.resolve("route"), MASK4);
    List<String[]> rows6 = ProcNetTable.rows(directory.resolve("ipv6_route"), DEVICE6);
    if (rows4.size() >= RouteTexts.MAX_ROUTES || rows6.size() >= RouteTexts.MAX_ROUTES) {
      return null;
    }
    Set<AddressPrefix> networks = new HashSet<>();
    for (String[] fields : rows4) {
      if (fields[DEVICE4].equals(device)) {
        networks.add(ipv4(fields[DESTINATION4], fields[MASK4]));
      }
    }
    for (String[] fields : rows6) {
      if (fields[DEVICE6].equals(device)) {
        networks.add(ipv6(fields[DESTINATION6], fields[PREFIX6]));
      }
    }
    return networks;
  }

  /** The kernel prints the four bytes as one number in the machine's byte order. */
  static AddressPrefix ipv4(String destination, String mask) throws UnknownHostException {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(Integer.parseUnsignedInt(destination, HEX))
            .array();
    return new AddressPrefix(
        InetAddress.getByAddress(bytes), Integer.bitCount(Integer.parseUnsignedInt(mask, HEX)));
  }

  static AddressPrefix ipv6(String destination, String prefix) throws UnknownHostException {
    byte[] bytes = HexFormat.of().parseHex(destination);
    return new AddressPrefix(
        Inet6Address.getByAddress(null, bytes, ANY_SCOPE), Integer.parseInt(prefix, HEX));
  }
}
