package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.overlay.id.NodeId;

/** Derives a member's name from the name of a machine or a person. */
public final class NameLabel {
  /** Longest label before {@link #numbered} adds to it, characters. */
  public static final int MAX_WISHED_CHARS = 59;

  private static final int NODE_DIGITS = 8;

  private NameLabel() {}

  /**
   * Derives a label from any name of a machine or a person: the part before the first dot, in lower
   * case, with other characters as hyphens. If nothing remains, or the result is reserved: {@code
   * member-} and digits of the node ID.
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
    return !Label.isValid(label) ? "member-" + node.toHex().substring(0, NODE_DIGITS) : label;
  }

  /** The label for the {@code number}th try: the label itself, then with -2, -3, ... */
  public static String numbered(String label, int number) {
    return number == 1 ? label : label + "-" + number;
  }

  private static String trimHyphens(String label) {
    return label.replaceAll("^-+|-+$", "");
  }
}
