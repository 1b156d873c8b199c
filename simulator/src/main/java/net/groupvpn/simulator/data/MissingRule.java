package net.groupvpn.simulator.data;

/** Which numbers stand for a missing latency; blanks and NaN always do. */
public enum MissingRule {
  NEGATIVE("negative"),
  /** Zero is a value only from a node to itself. */
  ZERO_OR_NEGATIVE("zero-or-negative");

  private final String text;

  MissingRule(String text) {
    this.text = text;
  }

  boolean isMissing(float value) {
    return Float.isNaN(value) || value < 0 || (this == ZERO_OR_NEGATIVE && value == 0);
  }

  static MissingRule of(String text) throws DatasetException {
    for (MissingRule rule : values()) {
      if (rule.text.equals(text)) {
        return rule;
      }
    }
    throw new DatasetException(
        "the missing-value rule must be negative or zero-or-negative, not '" + text + "'");
  }

  @Override
  public String toString() {
    return text;
  }
}
