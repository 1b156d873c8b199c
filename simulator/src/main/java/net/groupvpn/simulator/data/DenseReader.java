package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a square of numbers, possibly with names of rows and columns, or its upper or lower
 * triangle with the diagonal, which is mirrored.
 */
final class DenseReader {
  /** The possible sequences of row lengths; each row's index counts from 0. */
  private enum Shape {
    SQUARE,
    UPPER,
    LOWER
  }

  private final LineSource source;
  private final List<float[]> rows = new ArrayList<>();
  private int firstLine;
  private int secondLine;
  private int firstWidth;
  private int secondWidth;
  private Shape shape = Shape.SQUARE;
  private boolean hasNames;

  DenseReader(LineSource source) {
    this.source = source;
  }

  RawMatrix read() throws DatasetException {
    for (String line = source.next(); line != null; line = source.next()) {
      if (!line.isBlank() && line.charAt(0) != '#') {
        add(NumberFields.fields(line));
      }
    }
    if (rows.isEmpty()) {
      throw new DatasetException(source.name() + " has no numbers in it");
    }
    int size = shape == Shape.LOWER ? rows.size() : firstWidth;
    if (rows.size() != size) {
      throw source.error(
          "the file ends after "
              + rows.size()
              + " rows of "
              + firstWidth
              + " numbers: it is not square, or cut off");
    }
    return toMatrix(size);
  }

  private void add(List<String> fields) throws DatasetException {
    if (rows.isEmpty()) {
      boolean numeric = fields.stream().skip(1).allMatch(NumberFields::isNumber);
      if (!numeric || (fields.size() == 1 && !NumberFields.isNumber(fields.get(0)))) {
        return; // Names of the columns.
      }
      hasNames = !NumberFields.isNumber(fields.get(0));
      firstLine = source.number();
      firstWidth = fields.size() - (hasNames ? 1 : 0);
      RawMatrix.check(source, firstWidth);
    }
    List<String> numbers = hasNames ? fields.subList(1, fields.size()) : fields;
    RawMatrix.check(source, numbers.size());
    float[] row = new float[numbers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = NumberFields.parse(source, numbers.get(i));
    }
    if (rows.size() == 1) {
      secondLine = source.number();
      secondWidth = row.length;
      shape = shapeBy(row);
    }
    checkWidth(row.length);
    rows.add(row);
  }

  /** Rows of decreasing length form a triangle only if each begins with its own node. */
  private Shape shapeBy(float[] second) {
    if (firstWidth == 1 && second.length == 2) {
      return Shape.LOWER;
    }
    boolean hasDiagonal = second.length > 0 && !(rows.get(0)[0] > 0) && !(second[0] > 0);
    return second.length == firstWidth - 1 && hasDiagonal ? Shape.UPPER : Shape.SQUARE;
  }

  private void checkWidth(int width) throws DatasetException {
    int expected =
        switch (shape) {
          case SQUARE -> firstWidth;
          case UPPER -> firstWidth - rows.size();
          case LOWER -> rows.size() + 1;
        };
    if (rows.size() == firstWidth && shape != Shape.LOWER) {
      throw source.error(
          "more than " + firstWidth + " rows of " + firstWidth + " numbers: not square");
    }
    if (width != expected) {
      boolean isTriangle = shape != Shape.SQUARE;
      throw source.error(
          isTriangle ? secondLine : source.number(),
          (isTriangle ? secondWidth : width)
              + " numbers, but line "
              + firstLine
              + " has "
              + firstWidth
              + ": cut off?");
    }
  }

  private RawMatrix toMatrix(int size) {
    RawMatrix matrix = new RawMatrix(size);
    for (int from = 0; from < size; from++) {
      float[] row = rows.get(from);
      int first = shape == Shape.UPPER ? from : 0;
      for (int i = 0; i < row.length; i++) {
        if (shape == Shape.SQUARE) {
          matrix.set(from, i, row[i]);
        } else {
          matrix.setBoth(from, first + i, row[i]);
        }
      }
    }
    return matrix;
  }
}
