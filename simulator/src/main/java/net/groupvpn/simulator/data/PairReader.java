package net.groupvpn.simulator.data;

import java.util.Arrays;
import java.util.List;

/**
 * Reads pairs of nodes with a number: p2psim's E2EGraph ({@code node i} lines, then {@code i,j v})
 * and Meridian's triples ({@code i j v}), which may name nodes instead of numbering them, and begin
 * with a header. A pair given in one direction only counts for both.
 */
final class PairReader {
  private static final int FIELDS = 3;
  private static final int FIRST_CAPACITY = 1 << 16;

  private final LineSource source;
  private final NodeNames names = new NodeNames();
  private int[] from = new int[FIRST_CAPACITY];
  private int[] to = new int[FIRST_CAPACITY];
  private float[] values = new float[FIRST_CAPACITY];
  private int count;
  private int least = Integer.MAX_VALUE;
  private int greatest = -1;
  private int declared;
  private boolean isNamed;

  PairReader(LineSource source) {
    this.source = source;
  }

  RawMatrix read() throws DatasetException {
    for (String line = source.next(); line != null; line = source.next()) {
      String text = line.strip();
      if (text.startsWith("node ")) {
        declare(text);
      } else if (!text.isEmpty() && text.charAt(0) != '#') {
        addUnlessHeader(text);
      }
    }
    if (count == 0) {
      throw source.error("the file ends without a single pair of nodes: cut off?");
    }
    checkDeclared();
    return toMatrix();
  }

  /** p2psim's files begin with several lines of words, the others with one at most. */
  private void addUnlessHeader(String text) throws DatasetException {
    boolean isDecimalComma = text.indexOf(';') >= 0 || text.indexOf('\t') >= 0;
    List<String> fields = NumberFields.fields(isDecimalComma ? text : text.replace(',', ' '));
    boolean isTriple = fields.size() == FIELDS;
    boolean isNumber = NumberFields.isNumber(fields.get(fields.size() - 1));
    if (count > 0 || Character.isDigit(text.charAt(0)) || (isTriple && isNumber)) {
      add(fields);
    }
  }

  /** Whether it can be the number of a node. */
  static boolean isIndex(String field) {
    return field.matches("[0-9]{1,9}");
  }

  private void declare(String text) throws DatasetException {
    declared++;
    int node = NumberFields.index(source, text.substring("node".length()).strip());
    if (node < 1 || node > RawMatrix.MAX_NODES) {
      throw source.error("node " + node + " is not within 1 to " + RawMatrix.MAX_NODES);
    }
  }

  private void add(List<String> fields) throws DatasetException {
    if (fields.size() != FIELDS) {
      throw source.error("expected two nodes and a number, found " + fields.size() + " fields");
    }
    if (count == 0) {
      isNamed = declared == 0 && !(isIndex(fields.get(0)) && isIndex(fields.get(1)));
    }
    int one = index(fields.get(0));
    int other = index(fields.get(1));
    int greater = Math.max(one, other);
    if (Math.min(one, other) < 0 || greater > RawMatrix.MAX_NODES) {
      throw source.error("node " + greater + " is not within 0 to " + RawMatrix.MAX_NODES);
    }
    if (declared > 0 && greater > declared) {
      throw source.error("node " + greater + ", but the file names only " + declared + " nodes");
    }
    put(one, other, NumberFields.parse(source, fields.get(2)));
  }

  private int index(String field) throws DatasetException {
    return isNamed ? names.number(source, field) : NumberFields.index(source, field);
  }

  private void put(int one, int other, float value) {
    if (count == values.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    from[count] = one;
    to[count] = other;
    values[count++] = value;
    least = Math.min(least, Math.min(one, other));
    greatest = Math.max(greatest, Math.max(one, other));
  }

  /** A truncated file lacks its last pairs, and only those contain the last node. */
  private void checkDeclared() throws DatasetException {
    if (declared > 0 && greatest < declared) {
      throw source.error(
          "the file names " + declared + " nodes, but no pair has node " + declared + ": cut off?");
    }
  }

  private RawMatrix toMatrix() throws DatasetException {
    int first = declared > 0 ? 1 : Math.min(1, least);
    RawMatrix.check(source, greatest - first + 1);
    RawMatrix matrix = new RawMatrix(greatest - first + 1);
    for (int i = 0; i < count; i++) {
      int row = from[i] - first;
      int column = to[i] - first;
      matrix.set(row, column, values[i]);
      if (Float.isNaN(matrix.get(column, row))) {
        matrix.set(column, row, values[i]);
      }
    }
    return matrix;
  }
}
