package net.groupvpn.overlay.group;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes TOML by hand: the order and the comments are for the person who opens the file. */
final class GroupFileWriter {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private final StringBuilder text = new StringBuilder();

  private GroupFileWriter() {}

  static byte[] write(GroupFile file, UnaryOperator<byte[]> sign) {
    byte[] body = new GroupFileWriter().body(file).getBytes(StandardCharsets.UTF_8);
    String signature = Base64.getEncoder().encodeToString(sign.apply(body));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body);
    whole.writeBytes(
        (Keys.SIGNATURE + " = \"" + signature + "\"\n").getBytes(StandardCharsets.UTF_8));
    if (whole.size() > GroupFile.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the group file would have " + whole.size() + " bytes, limit " + GroupFile.MAX_BYTES);
    }
    return whole.toByteArray();
  }

  private String body(GroupFile file) {
    text.append("# GroupVPN: start a client with this file to join ")
        .append(quoted(file.groupName()))
        .append(".\n# It lets one machine in: keep it to yourself. Do not edit it.\n");
    plain(Keys.FORMAT, GroupFile.FORMAT);
    string(Keys.PORTAL, file.portal().url().toString());
    string(Keys.PORTAL_FINGERPRINT, Keys.FINGERPRINT_PREFIX + file.portal().fingerprint());
    string(Keys.GROUP_ID, file.groupId());
    string(Keys.GROUP_NAME, file.groupName());
    string(Keys.CA, file.ca().toPem());
    string(Keys.SECRET, Base64.getEncoder().encodeToString(file.secret()));
    string(Keys.IPV4_RANGE, file.network().ipv4Range());
    string(Keys.DNS_SUFFIX, file.network().dnsSuffix());
    String seeds =
        file.network().seeds().stream()
            .map(GroupFileWriter::quoted)
            .collect(Collectors.joining(", ", "[", "]"));
    plain(Keys.SEEDS, seeds);
    string(Keys.TOKEN, file.enrolment().token());
    string(Keys.EXPIRES, file.enrolment().expires().toString());
    plain(Keys.CRL_INTERVAL_SECONDS, file.enrolment().crlIntervalSeconds());
    return text.toString();
  }

  private void string(String key, String value) {
    plain(key, quoted(value));
  }

  private void plain(String key, Object value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  /** A TOML basic string: one line, whatever it contains. */
  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\n') {
        quoted.append("\\n");
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE || c == DELETE) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
