package net.groupvpn.client.resolver;

/** The known name managers, in the order in which they are tried. */
public enum ResolverKind {
  /** The program systemd-resolved. */
  RESOLVED,
  /** NetworkManager, where it writes resolv.conf itself. */
  NETWORK_MANAGER,
  /** The resolvconf of openresolv. */
  OPENRESOLV,
  /** Debian's resolvconf. */
  DEBIAN_RESOLVCONF,
  /** No program: the file itself. */
  FILE
}
