package net.groupvpn.client.config;

/** Text files as they were before an editor of another system had them. */
final class EditedText {
  private static final String MARK = "\ufeff";

  /** The same mark, its bytes read one by one. */
  private static final String MARK_BYTES = "\u00ef\u00bb\u00bf";

  private EditedText() {}

  /** Without a byte-order mark in front, and with single line feeds at the ends of lines. */
  static String of(String text) {
    String rest = text;
    for (String mark : new String[] {MARK, MARK_BYTES}) {
      if (rest.startsWith(mark)) {
        rest = rest.substring(mark.length());
      }
    }
    return rest.replace("\r\n", "\n");
  }
}
