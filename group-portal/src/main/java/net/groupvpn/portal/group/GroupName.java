package net.groupvpn.portal.group;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import net.groupvpn.overlay.wire.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Names of groups. Two names that look alike because they differ only in case, width, spaces or
 * invisible characters must not both exist: comparison follows the Nickname profile of PRECIS (RFC
 * 8266), and characters without an appearance of their own are refused. Similar letters of
 * different scripts are not detected.
 */
final class GroupName {
  private static final int MAX_BYTES = 64;

  private GroupName() {}

  /** The problem with a name, or null. */
  static @Nullable String problem(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "The group's name must have 1 to %d letters.".formatted(MAX_BYTES);
    }
    if (name.codePoints().anyMatch(GroupName::hasNoLook)) {
      return "The group's name may have letters, digits, signs and single spaces, and no character"
          + " that cannot be seen.";
    }
    return key(name).isEmpty() ? "The group's name must have a letter or a digit." : null;
  }

  /** The key of comparison; equal for names that must not both exist. */
  static String key(String name) {
    var lower = compatible(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return compatible(lower).replaceAll("\\s+", " ").strip();
  }

  private static String compatible(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  private static boolean hasNoLook(int c) {
    boolean isOtherSpace = Character.getType(c) == Character.SPACE_SEPARATOR && c != ' ';
    return isOtherSpace || isIgnorable(c) || !PlainText.isPlain(c);
  }

  /** Default_Ignorable_Code_Point (Unicode DerivedCoreProperties) of types that can be plain. */
  private static boolean isIgnorable(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
