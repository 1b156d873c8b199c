package net.groupvpn.portal.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.portal.group.VpnGroup;

/** The group file: TOML, whose last line is the CA's signature over everything before it. */
final class ConfigFile {
  private static final int FORMAT = 1;

  private ConfigFile() {}

  /** What one file is good for. */
  record Ticket(String token, Instant expires) {}

  static byte[] write(
      VpnGroup group, GroupAuthority authority, String secret, PortalFacts portal, Ticket ticket) {
    var body =
        """
        # GroupVPN: a secret that lets ONE machine into the group. Keep it to yourself, and do not edit it.
        format = %d
        portal = %s
        portal_fingerprint = %s
        group_id = %s
        group_name = %s
        ca = %s
        secret = %s
        ipv4_range = %s
        dns_suffix = %s
        seeds = [%s]
        token = %s
        expires = %s
        crl_interval_seconds = %d
        """
            .formatted(
                FORMAT,
                quoted(portal.url().get()),
                quoted(portal.fingerprint()),
                quoted(group.groupId()),
                quoted(group.name()),
                quoted(authority.ca().toPem()),
                quoted(secret),
                quoted(group.ipv4Range()),
                quoted(group.dnsSuffix()),
                portal.seeds().get().stream().map(ConfigFile::quoted).collect(Collectors.joining(", ")),
                quoted(ticket.token()),
                quoted(ticket.expires().toString()),
                portal.crlInterval().toSeconds());
    var signature = authority.sign(body.getBytes(StandardCharsets.UTF_8));
    var last = "signature = " + quoted(Base64.getEncoder().encodeToString(signature)) + "\n";
    return (body + last).getBytes(StandardCharsets.UTF_8);
  }

  /** A TOML basic string. */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (Character.isISOControl(c)) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
