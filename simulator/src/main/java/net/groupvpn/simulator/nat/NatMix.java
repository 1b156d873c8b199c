package net.groupvpn.simulator.nat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** The distribution of NAT boxes, as weights with any sum. */
record NatMix(Map<NatType, Double> weights) {
  /** Reads {@code symmetric=15,open=20}: names of {@link NatType}, with dashes. */
  static NatMix parse(String text) throws ExperimentException {
    Map<NatType, Double> weights = new EnumMap<>(NatType.class);
    for (String part : text.split(",", -1)) {
      String[] pair = part.split("=", -1);
      NatType type = type(pair[0]);
      Double weight = pair.length == 2 ? weight(pair[1]) : null;
      if (type == null || weight == null || weights.put(type, weight) != null) {
        throw new ExperimentException(
            "mix must be like open=20,symmetric=15, each of "
                + names()
                + " once at most, not '"
                + text
                + "'");
      }
    }
    if (weights.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      throw new ExperimentException("mix has no weight above 0: '" + text + "'");
    }
    return new NatMix(weights);
  }

  /** The kind of that name, with dashes; null if there is none. */
  static @Nullable NatType type(String name) {
    for (NatType type : NatType.values()) {
      if (name(type).equals(name.strip())) {
        return type;
      }
    }
    return null;
  }

  private static @Nullable Double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight < Double.POSITIVE_INFINITY ? weight : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String name(NatType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of all kinds. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (NatType type : NatType.values()) {
      names.add(name(type));
    }
    return names;
  }

  /** The boxes of {@code count} hosts by number; the first ones, which others know, have no box. */
  IntFunction<NatType> boxes(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NatType[] boxes = new NatType[count];
    for (int i = 0; i < count; i++) {
      NatType drawn = draw(random);
      boxes[i] = i < World.SEEDS ? NatType.OPEN : drawn;
    }
    return number -> boxes[number];
  }

  private NatType draw(SplittableRandom random) {
    double left =
        random.nextDouble() * weights.values().stream().mapToDouble(Double::doubleValue).sum();
    NatType last = NatType.OPEN;
    for (Map.Entry<NatType, Double> entry : weights.entrySet()) {
      last = entry.getValue() > 0 ? entry.getKey() : last;
      left -= entry.getValue();
      if (left < 0) {
        break;
      }
    }
    return last;
  }
}
