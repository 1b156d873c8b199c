package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.overlay.id.NodeId;

/** Makes a member's name of what a machine or a person is called. */
public final class NameLabel {
  /** Longest label before {@link #numbered} adds to it. */
  public static final int MAX_WISHED_CHARS = 59;

  private static final int NODE_DIGITS = 8;

  private NameLabel() {}

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
    return !Label.isValid(label) ? "member-" + node.toHex().substring(0, NODE_DIGITS) : label;
  }

  /** The label for the {@code number}th try: itself, then with -2, -3, ... */
  static String numbered(String label, int number) {
    return number == 1 ? label : label + "-" + number;
  }

  private static String trimHyphens(String label) {
    return label.replaceAll("^-+|-+$", "");
  }
}
