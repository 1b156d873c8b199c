package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which devices lead out of this machine's own networks, by IPv4 or IPv6, as /proc/net shows them.
 */
public final class DefaultRoutes {
  private static final int DEVICE4 = 0;
  private static final int DESTINATION4 = 1;
  private static final int MASK4 = 7;
  private static final String ANY4 = "00000000";
  private static final int DESTINATION6 = 0;
  private static final int PREFIX6 = 1;
  private static final int GATEWAY6 = 4;
  private static final int DEVICE6 = 9;
  private static final String ANY6 = "0".repeat(32);

  private DefaultRoutes() {}

  /** The names of the devices; {@code directory} is {@code /proc/net}. */
  public static Set<String> devices(Path directory) throws IOException {
    Set<String> devices = new HashSet<>();
    for (String[] fields : ProcNetTable.rows(directory.resolve("route"), MASK4)) {
      if (fields[DESTINATION4].equals(ANY4) && fields[MASK4].equals(ANY4)) {
        devices.add(fields[DEVICE4]);
      }
    }
    for (String[] fields : ProcNetTable.rows(directory.resolve("ipv6_route"), DEVICE6)) {
      boolean isDefault = fields[DESTINATION6].equals(ANY6) && fields[PREFIX6].equals("00");
      if (isDefault && !fields[GATEWAY6].equals(ANY6)) {
        devices.add(fields[DEVICE6]);
      }
    }
    return devices;
  }
}
