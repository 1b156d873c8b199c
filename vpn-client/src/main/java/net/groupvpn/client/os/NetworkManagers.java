package net.groupvpn.client.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which programs that change devices, rules or firewalls on their own run on this machine. */
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

  /** Those that change rules, routes or nftables; some of the above do that, too. */
  private static final Set<String> OF_RULES =
      Set.of(
          "NetworkManager",
          "systemd-network",
          "connmand",
          "netifd",
          "wg-quick",
          "firewalld",
          "ufw",
          "nft",
          "iptables-restor",
          "dockerd",
          "podman",
          "libvirtd",
          "kube-proxy",
          "kubelet",
          "calico-node",
          "cilium-agent",
          "tailscaled",
          "netbird",
          "mullvad-daemon",
          "nordvpnd",
          "openvpn");

  private NetworkManagers() {}

  /** The names of those that change devices; {@code proc} is {@code /proc}. */
  public static List<String> running(Path proc) {
    return running(proc, KNOWN);
  }

  /** The names of those that change rules, routes or nftables; {@code proc} is {@code /proc}. */
  public static List<String> changingRules(Path proc) {
    return running(proc, OF_RULES);
  }

  private static List<String> running(Path proc, Set<String> known) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> entries = Files.list(proc)) {
      entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .map(NetworkManagers::name)
          .filter(known::contains)
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
