package net.groupvpn.client.resolver;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All name managers, by kind. */
final class ResolverManagers {
  private final Map<ResolverKind, ResolverManager> byKind = new EnumMap<>(ResolverKind.class);

  /** {@code stateDir} is where a replaced file may be kept. */
  ResolverManagers(SystemFiles files, ResolverCommands commands, Path stateDir) {
    byKind.put(ResolverKind.RESOLVED, new Resolved(files, commands));
    byKind.put(ResolverKind.NETWORK_MANAGER, new NetworkManagerDns(files, commands));
    byKind.put(
        ResolverKind.OPENRESOLV, new Resolvconf(Resolvconf.Kind.OPENRESOLV, files, commands));
    byKind.put(
        ResolverKind.DEBIAN_RESOLVCONF, new Resolvconf(Resolvconf.Kind.DEBIAN, files, commands));
    byKind.put(ResolverKind.FILE, new PlainFile(files, stateDir));
  }

  /** The kinds in the order in which they are tried. */
  static List<ResolverKind> kinds() {
    return List.of(ResolverKind.values());
  }

  ResolverManager of(ResolverKind kind) {
    return Objects.requireNonNull(byKind.get(kind), kind::name);
  }
}
