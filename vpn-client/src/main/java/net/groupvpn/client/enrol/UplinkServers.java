package net.groupvpn.client.enrol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name servers of the network that this machine is in, whoever else its resolver asks: from the
 * files that name managers keep, and from what the client has put aside. Without resolvers on this
 * machine, which ask by sockets of their own, and without the group's. Blocks for small files.
 */
final class UplinkServers {
  /** Most servers that are asked. */
  static final int MAX_SERVERS = 4;

  private static final int MAX_FILE_BYTES = 64 << 10;
  private static final int MAX_FILES = 64;
  private static final List<String> FILES =
      List.of(
          "run/systemd/resolve/resolv.conf",
          "run/NetworkManager/no-stub-resolv.conf",
          "etc/resolv.conf.before-groupvpn");

  /** One file for each interface, of resolvconf and of openresolv. */
  private static final List<String> DIRECTORIES =
      List.of("run/resolvconf/interface", "run/resolvconf/interfaces", "run/resolvconf/keys");

  private static final Logger LOG = LoggerFactory.getLogger(UplinkServers.class);

  private final Path root;
  private final Path stateDir;
  private final Set<InetAddress> groups;

  /**
   * Reads nothing yet.
   *
   * @param root {@code /}, or another directory in its place
   * @param stateDir where the client may have put resolv.conf aside
   * @param groups the group's own name servers
   */
  UplinkServers(Path root, Path stateDir, Set<InetAddress> groups) {
    this.root = root;
    this.stateDir = stateDir;
    this.groups = Set.copyOf(groups);
  }

  /** As the files say now, in the order in which to ask. */
  List<InetAddress> find() {
    Set<InetAddress> found = new LinkedHashSet<>();
    FILES.forEach(file -> read(root.resolve(file), found));
    read(stateDir.resolve("resolv.conf.before-groupvpn"), found);
    DIRECTORIES.forEach(directory -> readAll(root.resolve(directory), found));
    read(root.resolve("etc/resolv.conf"), found);
    return found.stream().limit(MAX_SERVERS).toList();
  }

  private void readAll(Path directory, Set<InetAddress> found) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        if (files.size() < MAX_FILES) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", directory, e.getMessage());
    }
    files.stream().sorted().forEach(file -> read(file, found));
  }

  private void read(Path file, Set<InetAddress> found) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        return;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String line : text.lines().toList()) {
        String[] words = line.strip().split("\\s+", 0);
        InetAddress server =
            words.length > 1 && words[0].equals("nameserver") ? address(words[1]) : null;
        if (server != null && !server.isLoopbackAddress() && !groups.contains(server)) {
          found.add(server);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", file, e.getMessage());
    }
  }

  /** Also one in this link alone, such as {@code fe80::1%eth0}. */
  private static @Nullable InetAddress address(String text) {
    int scope = text.indexOf('%');
    InetAddress plain = NumericAddress.parse(scope < 0 ? text : text.substring(0, scope));
    if (scope < 0 || plain == null || !plain.isLinkLocalAddress()) {
      return plain;
    }
    try {
      return InetAddress.getByName(text); // With a colon it is never looked up.
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
