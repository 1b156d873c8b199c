package net.groupvpn.client.resolver;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.path.NumericAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom this machine asks for names, as its files tell. */
public final class NameServers {
  private static final Logger LOG = LoggerFactory.getLogger(NameServers.class);

  /** The second is systemd-resolved's: where the first names only that. */
  private static final List<Path> FILES =
      List.of(Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));

  private NameServers() {}

  /** As of now; none where a file cannot be read. */
  public static Set<InetAddress> ofThisMachine() {
    Set<InetAddress> servers = new LinkedHashSet<>();
    for (Path file : FILES) {
      try {
        servers.addAll(of(SystemFiles.lines(file)));
      } catch (IOException e) {
        LOG.debug("{} is not read: {}", file, e.getMessage());
      }
    }
    return servers;
  }

  /** What the lines of a resolv.conf(5) say. */
  static List<InetAddress> of(List<String> lines) {
    List<InetAddress> servers = new ArrayList<>();
    for (String text : SystemFiles.nameServers(lines)) {
      InetAddress server = NumericAddress.parse(text);
      if (server != null) {
        servers.add(server);
      }
    }
    return servers;
  }
}
