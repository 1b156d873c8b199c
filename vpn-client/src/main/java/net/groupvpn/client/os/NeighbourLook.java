package net.groupvpn.client.os;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks which Ethernet addresses this machine and its neighbours have; changes nothing. May block
 * for as long as {@link CommandRunner}; thread-safe.
 */
public final class NeighbourLook {
  /** What stands for none. */
  public static final long UNKNOWN = 0;

  private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
  private static final Pattern NEIGHBOUR = Pattern.compile("lladdr (" + MAC + ")\\b");
  private static final int HEX = 16;

  private final CommandRunner runner;
  private final Path devices;

  /** {@code devices} is {@code /sys/class/net}. */
  public NeighbourLook(CommandRunner runner, Path devices) {
    this.runner = runner;
    this.devices = devices;
  }

  /** A network card's own address, or {@link #UNKNOWN} if it has none. */
  public long ownMac(String device) throws IOException {
    try {
      String text = Files.readString(devices.resolve(device).resolve("address")).strip();
      return MAC.matcher(text).matches() ? mac(text) : UNKNOWN;
    } catch (NoSuchFileException e) {
      return UNKNOWN;
    }
  }

  /** That of a neighbour as the kernel has found it out, or {@link #UNKNOWN} if it has not. */
  public long macOf(InetAddress neighbour, String device) throws IOException {
    String family = neighbour instanceof Inet4Address ? "-4" : "-6";
    CommandRunner.Result shown =
        runner.run(
            List.of(
                "ip", family, "neigh", "show", "to", ShortAddress.of(neighbour), "dev", device));
    Matcher found = NEIGHBOUR.matcher(shown.output());
    return shown.exitCode() == 0 && found.find() ? mac(found.group(1)) : UNKNOWN;
  }

  private static long mac(String text) {
    return Long.parseLong(text.replace(":", ""), HEX);
  }
}
