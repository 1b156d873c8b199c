package net.groupvpn.simulator.nat;

import java.util.function.IntFunction;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.simulator.experiment.ExperimentException;
import org.jspecify.annotations.Nullable;

/**
 * Which pairs are looked at, by the kinds of their boxes in either order.
 *
 * @param one null for all pairs; so is the other then
 */
record NatKinds(@Nullable NatType one, @Nullable NatType other) {
  /** Reads {@code symmetric/port-restricted}, or nothing for all pairs. */
  static NatKinds parse(String text) throws ExperimentException {
    if (text.isEmpty()) {
      return new NatKinds(null, null);
    }
    String[] names = text.split("/", -1);
    NatType one = NatMix.type(names[0]);
    NatType other = names.length == 2 ? NatMix.type(names[1]) : null;
    if (one == null || other == null) {
      throw new ExperimentException(
          "between must be like symmetric/port-restricted, of "
              + NatMix.names()
              + ", not '"
              + text
              + "'");
    }
    return new NatKinds(one, other);
  }

  /** Whether the pair of these two hosts is looked at. */
  boolean include(IntFunction<NatType> boxes, int host, int otherHost) {
    NatType box = boxes.apply(host);
    NatType otherBox = boxes.apply(otherHost);
    return one == null || (box == one && otherBox == other) || (box == other && otherBox == one);
  }
}
