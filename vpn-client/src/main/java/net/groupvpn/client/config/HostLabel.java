package net.groupvpn.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** A machine's name inside the group: one DNS label (RFC 1035 2.3.1, RFC 1123 2.1). */
public final class HostLabel {
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int MAX_LENGTH = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NOT_IN_LABELS = Pattern.compile("[^a-z0-9-]+");
  private static final Pattern HYPHENS_AT_ENDS = Pattern.compile("^-+|-+$");

  private HostLabel() {}

  /** Whether {@code label} is a valid lower-case label. */
  public static boolean isValid(String label) {
    return LABEL.matcher(label).matches();
  }

  /** The valid label nearest to any text; {@code node} if no character of it can be used. */
  public static String nearest(String text) {
    int dot = text.indexOf('.');
    String first = (dot > 0 ? text.substring(0, dot) : text).toLowerCase(Locale.ROOT);
    String usable = NOT_IN_LABELS.matcher(first).replaceAll("-");
    String cut = usable.substring(0, Math.min(MAX_LENGTH, usable.length()));
    String trimmed = HYPHENS_AT_ENDS.matcher(cut).replaceAll("");
    return trimmed.isEmpty() ? "node" : trimmed;
  }

  /** The label derived from this machine's host name. */
  public static String ofThisMachine() {
    try {
      return nearest(Files.readString(KERNEL_HOST_NAME).strip());
    } catch (IOException e) {
      return nearest(System.getenv().getOrDefault("HOSTNAME", ""));
    }
  }
}
