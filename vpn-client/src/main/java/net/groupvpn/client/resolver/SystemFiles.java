package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files by which one sees who is in charge of names.
 *
 * @param root {@code /}, or another folder that stands for it
 */
record SystemFiles(Path root) {
  private static final int MAX_RESOLV_CONF_BYTES = 64 * 1_024;
  private static final List<String> RESOLVCONF =
      List.of("sbin/resolvconf", "usr/sbin/resolvconf", "usr/bin/resolvconf");

  Path resolvConf() {
    return root.resolve("etc/resolv.conf");
  }

  /** Where resolv.conf leads in the end, relative to the root; null if to nothing. */
  @Nullable Path target() {
    try {
      return root.toRealPath().relativize(resolvConf().toRealPath());
    } catch (IOException e) {
      return null;
    }
  }

  /** What resolv.conf says; no lines if it is not there. */
  List<String> lines() throws IOException {
    return lines(resolvConf());
  }

  /** What a small file says; no lines if it is not there. */
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
    List<String> servers = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.strip().split("\\s+", 0);
      if (words.length > 1 && words[0].equals("nameserver")) {
        servers.add(words[1]);
      }
    }
    return servers;
  }

  /** The program resolvconf, whoever made it; null if there is none. */
  @Nullable Path resolvconfProgram() {
    return RESOLVCONF.stream().map(root::resolve).filter(Files::exists).findFirst().orElse(null);
  }

  /** Whether a network card of that name is there. */
  boolean hasDevice(String name) {
    return Files.exists(root.resolve("sys/class/net").resolve(name));
  }
}
