package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * Names that mean something on one machine or in one network only, or nothing at all (RFC 6761 6.3
 * and 6.4, RFC 6762 3, RFC 7686 2): nobody else is to learn that they were asked for.
 */
public final class LocalNames {
  private static final Set<String> LAST_LABELS = Set.of("localhost", "local", "onion", "invalid");

  private LocalNames() {}

  /** Whether {@code name} is one of them, or beneath one. */
  public static boolean contains(Name name) {
    int last = name.labels() - 2;
    return last >= 0 && LAST_LABELS.contains(name.getLabelString(last).toLowerCase(Locale.ROOT));
  }
}
