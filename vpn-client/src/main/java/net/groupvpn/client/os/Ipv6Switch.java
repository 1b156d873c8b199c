package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a device can have IPv6 addresses, according to its sysctl {@code disable_ipv6}. */
public final class Ipv6Switch {
  private static final String ON = "0";

  private Ipv6Switch() {}

  /**
   * Also false where the kernel has no IPv6 at all.
   *
   * @param proc {@code /proc}
   */
  public static boolean isOn(Path proc, String device) {
    Path file = proc.resolve("sys/net/ipv6/conf").resolve(device).resolve("disable_ipv6");
    try {
      return Files.readString(file).strip().equals(ON);
    } catch (IOException e) {
      return false; // The file does not exist then.
    }
  }
}
