package net.groupvpn.lab.vpn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Commands;

/** Nebula with AES; the hub is the lighthouse. */
final class Nebula implements VpnSystem {
  private static final String INSIDE = "10.98.4.";
  private static final String HUB = INSIDE + "1";
  private static final int PORT = 4_242;
  private static final String CONFIGURATION =
      """
      pki: {ca: %1$s/ca.crt, cert: %1$s/%2$s.crt, key: %1$s/%2$s.key}
      static_host_map: {"%3$s": ["%4$s"]}
      lighthouse: {am_lighthouse: %5$s, hosts: [%6$s]}
      listen: {host: 0.0.0.0, port: %7$d}
      cipher: aes
      tun: {dev: neb0, mtu: 1400}
      firewall:
        outbound: [{port: any, proto: any, host: any}]
        inbound: [{port: any, proto: any, host: any}]
      """;

  @Override
  public String name() {
    return "nebula";
  }

  @Override
  public String version() {
    return DebianPackage.version("nebula");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    Path folder = net.folder(name());
    authority(folder);
    for (int node = 0; node < net.size(); node++) {
      sign(folder, node);
      Underlay.write(folder.resolve(node + ".yml"), configuration(net, folder, node));
    }
    List<String> addresses = net.insideAddresses(INSIDE);
    return running -> {
      running.addresses(addresses);
      for (int node = 0; node < net.size(); node++) {
        String file = folder.resolve(node + ".yml").toString();
        running.node(net.node(node).start("nebula", List.of("nebula", "-config", file)));
      }
    };
  }

  private static String configuration(Underlay net, Path folder, int node) {
    return CONFIGURATION.formatted(
        folder,
        "node" + node,
        HUB,
        net.address(0) + ":" + PORT,
        node == 0,
        node == 0 ? "" : "\"" + HUB + "\"",
        node == 0 ? PORT : 0);
  }

  private static void authority(Path folder) {
    List<String> command = new ArrayList<>(List.of("nebula-cert", "ca", "-name", "bench"));
    command.addAll(List.of("-out-crt", folder.resolve("ca.crt").toString()));
    command.addAll(List.of("-out-key", folder.resolve("ca.key").toString()));
    Commands.run(command);
  }

  private static void sign(Path folder, int node) {
    List<String> command = new ArrayList<>(List.of("nebula-cert", "sign", "-name", "node" + node));
    command.addAll(List.of("-ip", INSIDE + (node + 1) + "/24"));
    command.addAll(List.of("-ca-crt", folder.resolve("ca.crt").toString()));
    command.addAll(List.of("-ca-key", folder.resolve("ca.key").toString()));
    command.addAll(List.of("-out-crt", folder.resolve("node" + node + ".crt").toString()));
    command.addAll(List.of("-out-key", folder.resolve("node" + node + ".key").toString()));
    Commands.run(command);
  }
}
