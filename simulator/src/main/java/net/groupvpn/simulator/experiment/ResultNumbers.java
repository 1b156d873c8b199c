package net.groupvpn.simulator.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats numbers for result files: at most six decimals, no exponents, empty for none. */
final class ResultNumbers {
  private static final int DECIMALS = 6;

  private ResultNumbers() {}

  static String text(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "";
    }
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }

  static double parse(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }
}
