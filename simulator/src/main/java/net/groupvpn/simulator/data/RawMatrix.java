package net.groupvpn.simulator.data;

import java.util.Arrays;

/** A square of numbers as a file has them; NaN where there is none. Row: from; column: to. */
final class RawMatrix {
  /** Half the memory of a small machine. */
  static final int MAX_NODES = 20_000;

  private static final int MEDIAN_SAMPLE = 1_000_000;

  private final int size;
  private final float[] values;

  RawMatrix(int size) {
    this.size = size;
    this.values = new float[size * size];
    Arrays.fill(values, Float.NaN);
  }

  int size() {
    return size;
  }

  float get(int from, int to) {
    return values[from * size + to];
  }

  void set(int from, int to, float value) {
    values[from * size + to] = value;
  }

  void setBoth(int one, int other, float value) {
    set(one, other, value);
    set(other, one, value);
  }

  /** The median of what is greater than zero, of a sample when there is very much. */
  double median() {
    int step = Math.max(1, values.length / MEDIAN_SAMPLE);
    float[] sample = new float[values.length / step + 1];
    int count = 0;
    for (int i = 0; i < values.length; i += step) {
      if (values[i] > 0) {
        sample[count++] = values[i];
      }
    }
    Arrays.sort(sample, 0, count);
    return count == 0 ? Double.NaN : sample[count / 2];
  }
}
