package net.groupvpn.simulator.world;

import java.util.random.RandomGenerator;

/** Distributions, with a given mean, of how long nodes stay up or down. */
public enum Lifetime {
  /** Memoryless. */
  EXPONENTIAL {
    @Override
    double ofMeanOne(RandomGenerator random) {
      return -StrictMath.log(open(random));
    }
  },
  /** Weibull with shape 0.5: many short and some very long times, as measured in file sharing. */
  WEIBULL {
    @Override
    double ofMeanOne(RandomGenerator random) {
      double exponential = -StrictMath.log(open(random));
      // The mean of the square of an exponential one is 2.
      return exponential * exponential / 2;
    }
  },
  /** Shifted Pareto with shape 3, as in other overlay simulators. */
  PARETO {
    @Override
    double ofMeanOne(RandomGenerator random) {
      return 2 * (1 / StrictMath.cbrt(open(random)) - 1);
    }
  };

  abstract double ofMeanOne(RandomGenerator random);

  /** A duration in seconds. */
  public double seconds(double mean, RandomGenerator random) {
    return mean * ofMeanOne(random);
  }

  /** Greater than 0, at most 1. */
  private static double open(RandomGenerator random) {
    return 1 - random.nextDouble();
  }
}
