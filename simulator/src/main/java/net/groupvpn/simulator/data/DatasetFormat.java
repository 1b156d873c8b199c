package net.groupvpn.simulator.data;

import java.util.Locale;

/** File formats, with the rules that apply by default. */
public enum DatasetFormat {
  /** MIT King's {@code matrix}: a square of round-trip microseconds, negative where missing. */
  KING(LatencyUnit.MICROSECONDS, true, MissingRule.NEGATIVE),
  /** p2psim's E2EGraph: {@code i,j v}, nodes from 1; {@code mking-t} is one-way milliseconds. */
  E2E_GRAPH(LatencyUnit.MILLISECONDS, false, MissingRule.NEGATIVE),
  /** A square of numbers: text, CSV or TSV; with or without names of rows and columns. */
  DENSE(LatencyUnit.GUESSED, true, MissingRule.ZERO_OR_NEGATIVE),
  /** Meridian's triples {@code i j v}, nodes from 0 or 1. */
  TRIPLES(LatencyUnit.GUESSED, true, MissingRule.ZERO_OR_NEGATIVE),
  /**
   * OverSim's coordinates: the distance between two nodes is their one-way delay in milliseconds.
   */
  OVERSIM(LatencyUnit.MILLISECONDS, false, MissingRule.NEGATIVE),
  /** Shadow's network graph: one-way milliseconds per edge, shortest paths between nodes. */
  GRAPHML(LatencyUnit.MILLISECONDS, false, MissingRule.NEGATIVE),
  /** The same graph in Shadow 2 and later, in GML. */
  GML(LatencyUnit.MILLISECONDS, false, MissingRule.NEGATIVE);

  private final LatencyUnit unit;
  private final boolean roundTrip;
  private final MissingRule missing;

  DatasetFormat(LatencyUnit unit, boolean roundTrip, MissingRule missing) {
    this.unit = unit;
    this.roundTrip = roundTrip;
    this.missing = missing;
  }

  DatasetRules defaults() {
    return new DatasetRules(unit, roundTrip, missing);
  }

  /** The name for people: {@code e2e-graph}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
