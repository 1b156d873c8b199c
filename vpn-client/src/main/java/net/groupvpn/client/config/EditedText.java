package net.groupvpn.client.config;

/** Restores text files that an editor of another system has changed. */
final class EditedText {
  private static final String MARK = "\ufeff";

  /** The same byte-order mark, its bytes read one by one. */
  private static final String MARK_BYTES = "\u00ef\u00bb\u00bf";

  private EditedText() {}

  /** The text without a byte-order mark, and with single line feeds at line ends. */
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
