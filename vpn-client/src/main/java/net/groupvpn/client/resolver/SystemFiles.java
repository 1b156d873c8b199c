package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that show which name manager is in charge.
 *
 * @param root {@code /}, or another directory in its place
 */
record SystemFiles(Path root) {
  private static final int MAX_RESOLV_CONF_BYTES = 64 * 1_024;
  private static final List<String> RESOLVCONF =
      List.of("sbin/resolvconf", "usr/sbin/resolvconf", "usr/bin/resolvconf");

  Path resolvConf() {
    return root.resolve("etc/resolv.conf");
  }

  /** The final target of resolv.conf, relative to the root; null if it leads nowhere. */
  @Nullable Path target() {
    try {
      return root.toRealPath().relativize(resolvConf().toRealPath());
    } catch (IOException e) {
      return null;
    }
  }

  /** The lines of resolv.conf; empty if it does not exist. */
  List<String> lines() throws IOException {
    return lines(resolvConf());
  }

  /** The lines of a small file; empty if it does not exist. */
  static List<String> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(file) > MAX_RESOLV_CONF_BYTES) {
      throw new IOException(file + " is longer than " + MAX_RESOLV_CONF_BYTES + " bytes");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** The name servers, in order. */
  List<String> nameServers() throws IOException {
    return nameServers(lines());
  }

  /** The name servers of a resolv.conf(5), in order. */
  static List<String> nameServers(List<String> lines) {
    List<String> servers = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 0);
      if (words.length > 1 && words[0].equals("nameserver")) {
        servers.add(words[1]);
      }
    }
    return servers;
  }

  /** The program resolvconf, of either kind; null if there is none. */
  @Nullable Path resolvconfProgram() {
    return RESOLVCONF.stream().map(root::resolve).filter(Files::exists).findFirst().orElse(null);
  }

  /** Whether a network card of that name exists. */
  boolean hasDevice(String name) {
    return Files.exists(root.resolve("sys/class/net").resolve(name));
  }
}
