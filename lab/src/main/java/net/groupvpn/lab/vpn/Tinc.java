package net.groupvpn.lab.vpn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Commands;

/** tinc 1.0 in router mode, with AES-256-CBC and SHA-256; all connect to the hub. */
final class Tinc implements VpnSystem {
  private static final String INSIDE = "10.98.1.";
  private static final String UP =
      """
      #!/bin/sh
      ip link set $INTERFACE up mtu 1400
      ip addr add %s/24 dev $INTERFACE
      """;

  @Override
  public String name() {
    return "tinc";
  }

  @Override
  public String version() {
    return DebianPackage.version("tinc");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    Path folder = net.folder(name());
    for (int node = 0; node < net.size(); node++) {
      configure(net, folder, node);
    }
    for (int node = 1; node < net.size(); node++) {
      copy(hostFile(folder, 0, 0), hostFile(folder, node, 0));
      copy(hostFile(folder, node, node), hostFile(folder, 0, node));
    }
    List<String> addresses = net.insideAddresses(INSIDE);
    return running -> {
      running.addresses(addresses);
      for (int node = 0; node < net.size(); node++) {
        Path own = folder.resolve("node" + node);
        List<String> command =
            List.of("tincd", "-D", "-c", own.toString(), "--pidfile=" + own.resolve("pid"));
        running.node(net.node(node).start("tinc", command));
      }
    };
  }

  private static void configure(Underlay net, Path folder, int node) {
    Path own = folder.resolve("node" + node);
    Underlay.createFolder(own.resolve("hosts"));
    Underlay.write(
        own.resolve("tinc.conf"),
        "Name=node%d%nInterface=tinc0%nMode=router%n%s"
            .formatted(node, node == 0 ? "" : "ConnectTo=node0\n"));
    Path up = Underlay.write(own.resolve("tinc-up"), UP.formatted(INSIDE + (node + 1)));
    Commands.run("chmod", "+x", up.toString());
    Underlay.write(
        hostFile(folder, node, node),
        "Address=%s%nSubnet=%s/32%nCipher=aes-256-cbc%nDigest=sha256%n"
            .formatted(net.address(node), INSIDE + (node + 1)));
    Commands.run("tincd", "-c", own.toString(), "-K2048");
  }

  /** What node {@code at} knows of node {@code of}. */
  private static Path hostFile(Path folder, int at, int of) {
    return folder.resolve("node" + at).resolve("hosts").resolve("node" + of);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
