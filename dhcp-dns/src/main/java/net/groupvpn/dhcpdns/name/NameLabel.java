package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.overlay.id.NodeId;

/** The rules for a member's name: one DNS label of lower-case letters, digits and hyphens. */
public final class NameLabel {
  /** Longest label before {@link #numbered} adds to it. */
  public static final int MAX_WISHED_CHARS = 59;

  private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final int NODE_DIGITS = 8;

  /**
   * Names that mean something to programs wherever they find them: proxies and tunnels are set up
   * by the first two, so whoever had one could read others' traffic (RFC 5214 for {@code isatap},
   * RFC 6761 for {@code localhost}).
   */
  private static final Set<String> RESERVED = Set.of("wpad", "isatap", "localhost");

  private NameLabel() {}

  /** Whether it is a label of letters, digits and inner hyphens (RFC 1123 2.1), in lower case. */
  public static boolean isValid(String label) {
    return label.length() <= MemberRecord.MAX_LABEL_BYTES && VALID.matcher(label).matches();
  }

  /** Whether nobody may have it, nor find anybody under it. */
  static boolean isReserved(String label) {
    return RESERVED.contains(label);
  }

  /**
   * Makes a label of whatever a machine or a person is called: the part before the first dot, in
   * lower case, other characters as hyphens; {@code member-} and digits of the node ID if nothing
   * is left, or what nobody may have.
   */
  public static String of(String wish, NodeId node) {
    int dot = wish.indexOf('.');
    String label =
        (dot < 0 ? wish : wish.substring(0, dot))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    label = trimHyphens(label);
    if (label.length() > MAX_WISHED_CHARS) {
      label = trimHyphens(label.substring(0, MAX_WISHED_CHARS));
    }
    return label.isEmpty() || isReserved(label)
        ? "member-" + node.toHex().substring(0, NODE_DIGITS)
        : label;
  }

  /** The label for the {@code number}th try: itself, then with -2, -3, ... */
  static String numbered(String label, int number) {
    return number == 1 ? label : label + "-" + number;
  }

  private static String trimHyphens(String label) {
    return label.replaceAll("^-+|-+$", "");
  }
}
