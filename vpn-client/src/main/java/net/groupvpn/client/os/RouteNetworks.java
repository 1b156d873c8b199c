package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.overlay.path.AddressRange;

/**
 * Which networks this machine's own routes lead to, as /proc/net shows them: without default
 * routes, and without what the client has added.
 */
public final class RouteNetworks {
  private static final int DEVICE4 = 0;
  private static final int DESTINATION4 = 1;
  private static final int METRIC4 = 6;
  private static final int MASK4 = 7;
  private static final int DESTINATION6 = 0;
  private static final int PREFIX6 = 1;
  private static final int METRIC6 = 5;
  private static final int DEVICE6 = 9;
  private static final int HEX = 16;

  /** A default route, or half of one. */
  private static final int MAX_DEFAULT_BITS = 1;

  private final Path directory;

  /** {@code directory} is {@code /proc/net}. */
  public RouteNetworks(Path directory) {
    this.directory = directory;
  }

  /** Without those of the network cards {@code without}; the first thousand of each family. */
  List<AddressRange> read(Set<String> without) throws IOException {
    List<AddressRange> networks = new ArrayList<>();
    for (String[] fields : ProcNetTable.rows(directory.resolve("route"), MASK4)) {
      boolean isOurs = fields[METRIC4].equals(Integer.toString(RouteOfMain.METRIC));
      if (isHex(fields[DESTINATION4]) && !isOurs && !without.contains(fields[DEVICE4])) {
        add(networks, DeviceRoutes.ipv4(fields[DESTINATION4], fields[MASK4]));
      }
    }
    for (String[] fields : ProcNetTable.rows(directory.resolve("ipv6_route"), DEVICE6)) {
      boolean isOurs = Long.parseLong(fields[METRIC6], HEX) == RouteOfMain.METRIC;
      if (!isOurs && !without.contains(fields[DEVICE6])) {
        add(networks, DeviceRoutes.ipv6(fields[DESTINATION6], fields[PREFIX6]));
      }
    }
    return networks;
  }

  /** The first line names the columns. */
  private static boolean isHex(String text) {
    return text.matches("[0-9A-Fa-f]{8}");
  }

  private static void add(List<AddressRange> networks, AddressPrefix network) {
    if (network.prefixBits() > MAX_DEFAULT_BITS) {
      networks.add(new AddressRange(network.address(), network.prefixBits()));
    }
  }
}
