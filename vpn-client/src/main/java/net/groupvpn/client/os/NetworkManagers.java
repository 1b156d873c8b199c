package net.groupvpn.client.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which programs that change network devices on their own run on this machine. */
public final class NetworkManagers {
  /** The names that /proc shows, which keeps 15 characters of a program's name. */
  private static final Set<String> KNOWN =
      Set.of(
          "NetworkManager",
          "systemd-network",
          "dhcpcd",
          "dhclient",
          "connmand",
          "wickedd",
          "netifd",
          "ifplugd");

  private NetworkManagers() {}

  /** Their names; {@code proc} is {@code /proc}. */
  public static List<String> running(Path proc) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> entries = Files.list(proc)) {
      entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .map(NetworkManagers::name)
          .filter(KNOWN::contains)
          .forEach(found::add);
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    return List.copyOf(found);
  }

  /** Empty for a process that has just ended. */
  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
