package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.List;

/** Reads a square of numbers, maybe with names of rows and columns. */
final class DenseReader {
  private final LineSource source;
  private final List<float[]> rows = new ArrayList<>();
  private int firstLine;
  private int width;
  private boolean hasNames;

  DenseReader(LineSource source) {
    this.source = source;
  }

  RawMatrix read() throws DatasetException {
    for (String line = source.next(); line != null; line = source.next()) {
      if (!line.isBlank() && line.charAt(0) != '#') {
        add(Numbers.fields(line));
      }
    }
    if (rows.isEmpty()) {
      throw new DatasetException(source.name() + " has no numbers in it");
    }
    if (rows.size() != width) {
      throw source.error(
          "the file ends after "
              + rows.size()
              + " rows of "
              + width
              + " numbers: it is not square, or cut off");
    }
    return toMatrix();
  }

  private void add(List<String> fields) throws DatasetException {
    if (rows.isEmpty()) {
      boolean numeric = fields.stream().skip(1).allMatch(Numbers::isNumber);
      if (!numeric) {
        return; // Names of the columns.
      }
      hasNames = !Numbers.isNumber(fields.get(0));
      firstLine = source.number();
      width = fields.size() - (hasNames ? 1 : 0);
      if (width > RawMatrix.MAX_NODES) {
        throw source.error(width + " nodes; at most " + RawMatrix.MAX_NODES + " are possible");
      }
    }
    List<String> numbers = hasNames ? fields.subList(1, fields.size()) : fields;
    if (numbers.size() != width) {
      throw source.error(
          numbers.size() + " numbers, but line " + firstLine + " has " + width + ": cut off?");
    }
    if (rows.size() == width) {
      throw source.error("more than " + width + " rows of " + width + " numbers: not square");
    }
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] = Numbers.parse(source, numbers.get(i));
    }
    rows.add(row);
  }

  private RawMatrix toMatrix() {
    RawMatrix matrix = new RawMatrix(width);
    for (int from = 0; from < width; from++) {
      for (int to = 0; to < width; to++) {
        matrix.set(from, to, rows.get(from)[to]);
      }
    }
    return matrix;
  }
}
