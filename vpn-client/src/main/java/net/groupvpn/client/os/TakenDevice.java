package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a network device with a given name exists and cannot become the client's own. */
public final class TakenDevice {
  /** Flags of linux/if_tun.h. */
  private static final int IFF_TAP = 0x0002;

  private static final int IFF_MULTI_QUEUE = 0x0100;
  private static final int IFF_PERSIST = 0x0800;
  private static final String IN_USE = "1";

  private TakenDevice() {}

  /**
   * A persistent TAP device that nobody uses can be taken over.
   *
   * @param devices {@code /sys/class/net}; it may show another network namespace's devices, so it
   *     is used only for a device that this process sees
   * @param listing {@code /proc/net/dev}, the devices that this process sees; Java's own list lacks
   *     those without an address
   */
  public static boolean is(String name, Path devices, Path listing) throws IOException {
    if (!isListed(name, listing)) {
      return false;
    }
    Path device = devices.resolve(name);
    if (!Files.exists(device.resolve("tun_flags"))) {
      return true;
    }
    int flags = Integer.decode(Files.readString(device.resolve("tun_flags")).strip());
    boolean isForTheTaking =
        (flags & (IFF_TAP | IFF_MULTI_QUEUE | IFF_PERSIST)) == (IFF_TAP | IFF_PERSIST);
    return !isForTheTaking || hasCarrier(device);
  }

  private static boolean isListed(String name, Path listing) throws IOException {
    try (Stream<String> lines = Files.lines(listing)) {
      return lines.anyMatch(line -> line.strip().startsWith(name + ":"));
    }
  }

  /**
   * A device has a carrier while a program uses it; while it is switched off, that cannot be told.
   */
  private static boolean hasCarrier(Path device) {
    try {
      return Files.readString(device.resolve("carrier")).strip().equals(IN_USE);
    } catch (IOException e) {
      return false; // Linux reports a switched-off device in this way.
    }
  }
}
