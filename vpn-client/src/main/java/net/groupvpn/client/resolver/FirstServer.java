package net.groupvpn.client.resolver;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the group's server is in its required place: first in resolv.conf. */
final class FirstServer {
  private FirstServer() {}

  /**
   * Null if programs ask this server first, or a resolver on this machine that uses it; otherwise
   * the server that is asked before it.
   */
  static @Nullable String problem(SystemFiles files, ResolverPlan plan) throws IOException {
    List<String> servers = files.nameServers();
    if (servers.isEmpty()) {
      return files.resolvConf() + " names no server";
    }
    String first = servers.get(0);
    boolean isHere = first.startsWith("127.") || first.equals("::1");
    return first.equals(plan.server()) || isHere
        ? null
        : files.resolvConf() + " names " + first + " before " + plan.server();
  }
}
