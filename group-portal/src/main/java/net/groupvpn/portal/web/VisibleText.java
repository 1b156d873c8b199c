package net.groupvpn.portal.web;

/**
 * Which characters a person sees as they are. Control characters, and those that change the
 * direction of the following text (Unicode UAX #9), make a page show something other than what is
 * stored.
 */
public final class VisibleText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int FIRST_INVISIBLE = 0x7F;

  private VisibleText() {}

  /** The text with each such character replaced; line breaks and tabs stay. */
  static String replaced(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isHidden(c) ? REPLACEMENT : c));
    return out.toString();
  }

  /** The text with each such character written as its code, such as {@code \\u202E}. */
  static String escaped(String text) {
    if (text.codePoints().noneMatch(VisibleText::isHidden)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                out.append("\\u%04X".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static boolean isHidden(int c) {
    if (c < FIRST_INVISIBLE) {
      return c < ' ' && c != '\n' && c != '\r' && c != '\t';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> isDirection(c) || isTag(c) || isAnnotation(c);
      default -> isNoncharacter(c);
    };
  }

  private static boolean isDirection(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x206F);
  }

  private static boolean isTag(int c) {
    return c >= 0xE0000 && c <= 0xE007F;
  }

  private static boolean isAnnotation(int c) {
    return c >= 0xFFF9 && c <= 0xFFFB;
  }

  private static boolean isNoncharacter(int c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  }
}
