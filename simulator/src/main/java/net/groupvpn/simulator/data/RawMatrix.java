package net.groupvpn.simulator.data;

import java.util.Arrays;

/** A square of numbers as in the file; NaN where there is none. Row: from; column: to. */
final class RawMatrix {
  /** Half the memory of a small machine. */
  static final int MAX_NODES = 20_000;

  /** Peak memory per pair while reading: raw values, time steps, filled, selected. */
  private static final long BYTES_PER_PAIR = 5 * Float.BYTES;

  private static final long MEBI = 1 << 20;

  private static final int MEDIAN_SAMPLE = 1_000_000;

  private final int size;
  private final float[] values;

  RawMatrix(int size) {
    this.size = size;
    this.values = new float[size * size];
    Arrays.fill(values, Float.NaN);
  }

  /** Refuses, before allocating memory, what is too large for the format or for this heap. */
  static void check(LineSource source, int size) throws DatasetException {
    check(source, size, Runtime.getRuntime().maxMemory());
  }

  static void check(LineSource source, int size, long heap) throws DatasetException {
    if (size > MAX_NODES) {
      throw source.error(size + " nodes; at most " + MAX_NODES + " are possible");
    }
    long needed = BYTES_PER_PAIR * size * size;
    if (needed > heap) {
      throw source.error(
          size
              + " nodes need about "
              + needed / MEBI
              + " MiB, but the heap has "
              + heap / MEBI
              + "; give more with --heap, such as --heap "
              + (needed / MEBI / 1_024 + 2)
              + "g");
    }
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

  /** The median of the positive values; of a sample when there are very many. */
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
