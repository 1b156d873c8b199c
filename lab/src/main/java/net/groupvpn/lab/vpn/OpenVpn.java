package net.groupvpn.lab.vpn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Commands;

/**
 * OpenVPN over UDP with AES-256-GCM. Between two nodes: point to point, with TLS. Otherwise the hub
 * is the server of all others, which reach each other through it.
 */
final class OpenVpn implements VpnSystem {
  private static final String INSIDE = "10.98.0.";
  private static final List<String> CURVE =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

  @Override
  public String name() {
    return "openvpn";
  }

  @Override
  public String version() {
    return DebianPackage.version("openvpn");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    Path folder = net.folder(name());
    certificateAuthority(folder);
    for (int node = 0; node < net.size(); node++) {
      certificate(folder, "node" + node);
    }
    List<String> addresses = net.insideAddresses(INSIDE);
    if (net.size() > 2) {
      Path clients = Underlay.createFolder(folder.resolve("clients"));
      for (int node = 1; node < net.size(); node++) {
        Underlay.write(
            clients.resolve("node" + node),
            "ifconfig-push %s 255.255.255.0%n".formatted(addresses.get(node)));
      }
    }
    return running -> {
      running.addresses(addresses);
      for (int node = 0; node < net.size(); node++) {
        running.node(net.node(node).start("openvpn", command(net, folder, node)));
      }
    };
  }

  private static List<String> command(Underlay net, Path folder, int node) {
    List<String> command = new ArrayList<>(List.of("openvpn", "--dev", "tun", "--proto", "udp"));
    command.addAll(
        node == 0
            ? List.of("--local", net.address(0), "--tls-server", "--dh", "none")
            : List.of("--remote", net.address(0), "--tls-client"));
    command.addAll(net.size() > 2 ? manyOptions(folder, node) : pairOptions(node));
    command.addAll(List.of("--ca", folder.resolve("ca.crt").toString()));
    command.addAll(List.of("--cert", folder.resolve("node" + node + ".crt").toString()));
    command.addAll(List.of("--key", folder.resolve("node" + node + ".key").toString()));
    command.addAll(List.of("--cipher", "AES-256-GCM", "--data-ciphers", "AES-256-GCM"));
    command.addAll(List.of("--verb", "1"));
    return command;
  }

  private static List<String> pairOptions(int node) {
    return List.of("--ifconfig", INSIDE + (node + 1), INSIDE + (2 - node));
  }

  /** The keepalive of the manual's example. */
  private static List<String> manyOptions(Path folder, int node) {
    if (node > 0) {
      return List.of("--pull", "--nobind");
    }
    List<String> options = new ArrayList<>(List.of("--topology", "subnet", "--client-to-client"));
    options.addAll(List.of("--server", INSIDE + "0", "255.255.255.0"));
    options.addAll(List.of("--client-config-dir", folder.resolve("clients").toString()));
    options.addAll(List.of("--keepalive", "10", "60"));
    return options;
  }

  private static void certificateAuthority(Path folder) {
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509"));
    command.addAll(CURVE);
    command.addAll(List.of("-keyout", folder.resolve("ca.key").toString()));
    command.addAll(List.of("-out", folder.resolve("ca.crt").toString()));
    command.addAll(List.of("-subj", "/CN=ca", "-days", "2"));
    Commands.run(command);
  }

  private static void certificate(Path folder, String name) {
    String request = folder.resolve(name + ".csr").toString();
    List<String> ask = new ArrayList<>(List.of("openssl", "req"));
    ask.addAll(CURVE);
    ask.addAll(List.of("-keyout", folder.resolve(name + ".key").toString()));
    ask.addAll(List.of("-out", request, "-subj", "/CN=" + name));
    Commands.run(ask);
    List<String> sign = new ArrayList<>(List.of("openssl", "x509", "-req", "-in", request));
    sign.addAll(List.of("-CA", folder.resolve("ca.crt").toString()));
    sign.addAll(List.of("-CAkey", folder.resolve("ca.key").toString(), "-CAcreateserial"));
    sign.addAll(List.of("-out", folder.resolve(name + ".crt").toString(), "-days", "2"));
    Commands.run(sign);
  }
}
