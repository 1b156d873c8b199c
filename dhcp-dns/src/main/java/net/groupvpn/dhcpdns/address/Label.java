package net.groupvpn.dhcpdns.address;

import net.groupvpn.overlay.policy.DnsLabel;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * A member's name: one {@link DnsLabel}. Every name from elsewhere is parsed into one of these
 * first, so it can be shown, logged and put into DNS as it is.
 */
public record Label(String text) {
  /** Longest label, characters. */
  public static final int MAX_CHARS = DnsLabel.MAX_CHARS;

  /** For this program's own texts; use {@link #parse} for others'. */
  public Label {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a member's name: " + text);
    }
  }

  /** Whether a member may have that name. */
  public static boolean isValid(String text) {
    return DnsLabel.isValid(text);
  }

  /** The label, or null if it is invalid. */
  public static @Nullable Label parse(String text) {
    return isValid(text) ? new Label(text) : null;
  }

  /** Reads a label. */
  public static Label read(WireReader in) throws WireException {
    Label label = readOptional(in);
    if (label == null) {
      throw new WireException("a name is empty");
    }
    return label;
  }

  /** Reads a label, or null for an empty text. */
  static @Nullable Label readOptional(WireReader in) throws WireException {
    String text = in.text(MAX_CHARS);
    if (text.isEmpty()) {
      return null;
    }
    Label label = parse(text);
    if (label == null) {
      throw new WireException("a name is not a valid label");
    }
    return label;
  }

  @Override
  public String toString() {
    return text;
  }
}
