package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses the fields of a line of text, CSV or TSV. */
final class NumberFields {
  private static final Set<String> NONE =
      Set.of("", "-", "*", "na", "nan", "null", "none", "inf", "infinity", "-inf", "-infinity");

  /** Blanks that group digits: no-break space, narrow no-break space. */
  private static final String GROUPING = "[\\u00a0\\u202f]";

  private static final int SHOWN = 20;

  private NumberFields() {}

  /**
   * Splits at tabs, semicolons or commas if there are any, otherwise at blanks. Commas in lines
   * with tabs or semicolons are decimal commas.
   */
  static List<String> fields(String line) {
    char separator = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
    if (line.indexOf(separator) < 0) {
      return blanks(line);
    }
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int end = line.indexOf(separator); end >= 0; end = line.indexOf(separator, start)) {
      fields.add(line.substring(start, end).strip());
      start = end + 1;
    }
    String last = line.substring(start).strip();
    if (!last.isEmpty()) {
      fields.add(last);
    }
    return fields;
  }

  private static List<String> blanks(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      int end = at;
      while (end < line.length() && line.charAt(end) > ' ') {
        end++;
      }
      if (end > at) {
        fields.add(line.substring(at, end));
      }
      at = end + 1;
    }
    return fields;
  }

  static boolean isNumber(String field) {
    String plain = plain(field);
    if (NONE.contains(plain.toLowerCase(Locale.ROOT))) {
      return true;
    }
    try {
      Float.parseFloat(plain);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** NaN for a blank or a word that means none. */
  static float parse(LineSource source, String field) throws DatasetException {
    float value = number(source, field);
    return Float.isInfinite(value) ? Float.NaN : value;
  }

  /** Most fields are plain numbers already. */
  private static float number(LineSource source, String field) throws DatasetException {
    try {
      return Float.parseFloat(field);
    } catch (NumberFormatException e) {
      String plain = plain(field);
      if (NONE.contains(plain.toLowerCase(Locale.ROOT))) {
        return Float.NaN;
      }
      try {
        return Float.parseFloat(plain);
      } catch (NumberFormatException again) {
        throw source.error("'" + shortened(field) + "' is not a number");
      }
    }
  }

  /** A whole number. */
  static int index(LineSource source, String field) throws DatasetException {
    try {
      return Integer.parseInt(field);
    } catch (NumberFormatException e) {
      throw source.error("'" + shortened(field) + "' is not the number of a node");
    }
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** Without quotes and blanks between digits, and with a point for a decimal comma. */
  private static String plain(String field) {
    int last = field.length() - 1;
    boolean isQuoted = last > 0 && field.charAt(0) == '"' && field.charAt(last) == '"';
    String text = isQuoted ? field.substring(1, last).strip() : field;
    return text.replaceAll(GROUPING, "").replace(',', '.');
  }
}
