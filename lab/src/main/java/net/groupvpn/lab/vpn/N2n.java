package net.groupvpn.lab.vpn;

import java.util.List;

/** n2n with its default cipher; the supernode runs on the hub's machine. */
final class N2n implements VpnSystem {
  private static final String INSIDE = "10.98.2.";
  private static final int PORT = 7_654;

  @Override
  public String name() {
    return "n2n";
  }

  @Override
  public String version() {
    return DebianPackage.version("n2n");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    List<String> addresses = net.insideAddresses(INSIDE);
    String supernode = net.address(0) + ":" + PORT;
    return running -> {
      running.addresses(addresses);
      running.helper(
          net.node(0).start("supernode", List.of("supernode", "-l", String.valueOf(PORT))));
      for (int node = 0; node < net.size(); node++) {
        running.node(net.node(node).start("n2n", edge(addresses.get(node), supernode)));
      }
    };
  }

  private static List<String> edge(String address, String supernode) {
    return List.of(
        "edge", "-d", "n2n0", "-a", address, "-c", "bench", "-k", "secret", "-l", supernode);
  }
}
