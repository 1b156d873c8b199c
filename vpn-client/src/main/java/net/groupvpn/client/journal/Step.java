package net.groupvpn.client.journal;

import java.util.List;

/**
 * One change that is about to be made, as text.
 *
 * @param kind of change, one word
 * @param of its values, in an order of their own for each kind
 * @param was how it was before: what whoever takes it back must know
 * @param boot which run of the machine it is of; what does not outlive a restart need not be taken
 *     back after one
 */
public record Step(String kind, List<String> of, String was, String boot) {
  public Step {
    of = List.copyOf(of);
  }

  /** For people. */
  @Override
  public String toString() {
    return kind + " " + String.join(" ", of);
  }
}
