package net.groupvpn.lab.vpn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.HostProcess;

/** wireguard-go, the WireGuard in user space, where all others here run. */
final class WireGuardGo implements VpnSystem {
  private static final String INSIDE = "10.98.3.";
  private static final int PORT = 51_820;
  private static final long SOCKET_SECONDS = 10;
  private static final Path SOCKETS = Path.of("/var/run/wireguard");
  private static final long NAMES = 100_000;

  @Override
  public String name() {
    return "wireguard-go";
  }

  @Override
  public String version() {
    return DebianPackage.version("wireguard-go");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    Path folder = net.folder(name());
    List<String> publicKeys = new ArrayList<>();
    for (int node = 0; node < net.size(); node++) {
      Path key = Underlay.write(folder.resolve("node" + node), Commands.run("wg", "genkey"));
      publicKeys.add(Commands.run("sh", "-c", "wg pubkey < \"$0\"", key.toString()).strip());
    }
    List<String> addresses = net.insideAddresses(INSIDE);
    return running -> {
      running.addresses(addresses);
      for (int node = 0; node < net.size(); node++) {
        String device = device(node);
        running.node(start(net, node, device));
        net.node(node).exec(set(net, folder, node, publicKeys).toArray(String[]::new));
        net.node(node).ip("addr", "add", addresses.get(node) + "/24", "dev", device);
        net.node(node).ip("link", "set", device, "up", "mtu", "1420");
      }
    };
  }

  /**
   * Its control socket is found by the device's name and not by namespace, so the name is unique.
   */
  private static String device(int node) {
    return "gv%d-%d".formatted(ProcessHandle.current().pid() % NAMES, node);
  }

  private static HostProcess start(Underlay net, int node, String device) {
    // Otherwise it recommends the kernel's WireGuard and ends.
    String variable = "WG_I_PREFER_BUGGY_USERSPACE_TO_POLISHED_KMOD=1";
    HostProcess process =
        net.node(node).start("wireguard", List.of("env", variable, "wireguard-go", "-f", device));
    Await.until(
        "wireguard-go has made " + device,
        SOCKET_SECONDS,
        () -> Files.exists(SOCKETS.resolve(device + ".sock")));
    return process;
  }

  private static List<String> set(Underlay net, Path folder, int node, List<String> publicKeys) {
    List<String> command = new ArrayList<>(List.of("wg", "set", device(node)));
    command.addAll(List.of("private-key", folder.resolve("node" + node).toString()));
    if (node == 0) {
      command.addAll(List.of("listen-port", String.valueOf(PORT)));
      for (int peer = 1; peer < net.size(); peer++) {
        command.addAll(List.of("peer", publicKeys.get(peer)));
        command.addAll(List.of("allowed-ips", INSIDE + (peer + 1) + "/32"));
      }
    } else {
      command.addAll(List.of("peer", publicKeys.get(0), "allowed-ips", INSIDE + "1/32"));
      command.addAll(List.of("endpoint", net.address(0) + ":" + PORT));
    }
    return command;
  }
}
