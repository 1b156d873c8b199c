package net.groupvpn.lab.vpn;

import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Commands;

/** fastd with a TUN device and aes128-gcm. In this mode it has one peer only. */
final class Fastd implements VpnSystem {
  private static final String INSIDE = "10.98.5.";
  private static final int PORT = 10_000;
  private static final String CONFIGURATION =
      """
      mode tun; interface "fastd0"; method "aes128-gcm"; mtu 1400; bind %s; secret "%s";
      on up "ip link set fastd0 up; ip addr add %s/24 dev fastd0";
      peer "other" { key "%s"; %s }
      """;

  @Override
  public String name() {
    return "fastd";
  }

  @Override
  public String version() {
    return DebianPackage.version("fastd");
  }

  @Override
  public boolean servesMany() {
    return false;
  }

  @Override
  public Installation install(Underlay net) {
    if (net.size() != 2) {
      throw new IllegalArgumentException("fastd in TUN mode has one peer, not " + net.size());
    }
    Path folder = net.folder(name());
    String hubSecret = Commands.run("fastd", "--generate-key", "--machine-readable").strip();
    String otherSecret = Commands.run("fastd", "--generate-key", "--machine-readable").strip();
    String hubKey = publicKey(folder, hubSecret);
    String otherKey = publicKey(folder, otherSecret);
    List<String> addresses = List.of(INSIDE + "1", INSIDE + "2");
    String remote = "remote " + net.address(0) + ":" + PORT + ";";
    Path hub =
        Underlay.write(
            folder.resolve("hub.conf"),
            CONFIGURATION.formatted("any:" + PORT, hubSecret, addresses.get(0), otherKey, ""));
    Path other =
        Underlay.write(
            folder.resolve("other.conf"),
            CONFIGURATION.formatted("any", otherSecret, addresses.get(1), hubKey, remote));
    return running ->
        running
            .addresses(addresses)
            .node(net.node(0).start(name(), List.of("fastd", "-c", hub.toString())))
            .node(net.node(1).start(name(), List.of("fastd", "-c", other.toString())));
  }

  private static String publicKey(Path folder, String secret) {
    Path file = Underlay.write(folder.resolve("secret"), "secret \"" + secret + "\";\n");
    return Commands.run(
            "sh",
            "-c",
            "fastd --machine-readable --show-key --config \"$0\" 2>/dev/null",
            file.toString())
        .strip();
  }
}
