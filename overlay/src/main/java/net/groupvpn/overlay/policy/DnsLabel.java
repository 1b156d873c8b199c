package net.groupvpn.overlay.policy;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names a member's machine may have: one DNS label of lower-case letters, digits and inner
 * hyphens (RFC 1123 2.1).
 */
public final class DnsLabel {
  /** Longest label, characters (RFC 1035 2.3.4). */
  public static final int MAX_CHARS = 63;

  private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  /**
   * Names with a special meaning to programs. The first two configure proxies and tunnels, so a
   * member with such a name could read others' traffic (RFC 5214 for {@code isatap}, RFC 6761 for
   * {@code localhost}).
   */
  private static final Set<String> SPECIAL = Set.of("wpad", "isatap", "localhost");

  private DnsLabel() {}

  /** Whether a machine may have that name. */
  public static boolean isValid(String text) {
    return text.length() <= MAX_CHARS && VALID.matcher(text).matches() && !SPECIAL.contains(text);
  }
}
