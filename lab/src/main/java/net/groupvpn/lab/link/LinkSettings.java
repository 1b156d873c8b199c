package net.groupvpn.lab.link;

import java.util.List;

/**
 * How a link treats frames, the same in both directions.
 *
 * @param delayMillis one-way delay
 * @param jitterMillis added to the delay, uniform from 0; frames keep their order
 * @param loss share of frames that vanish, 0 to 1
 * @param duplicate share of frames that arrive twice, 0 to 1
 * @param reorder share of frames that arrive behind later ones, 0 to 1
 * @param megabitsPerSecond rate; 0 for as fast as the machine
 * @param seed seed of the link's randomness
 */
public record LinkSettings(
    double delayMillis,
    double jitterMillis,
    double loss,
    double duplicate,
    double reorder,
    double megabitsPerSecond,
    long seed) {

  /** A link that does nothing to frames. */
  public static final LinkSettings CLEAN = new LinkSettings(0, 0, 0, 0, 0, 0, 1);

  public LinkSettings {
    requireShare("loss", loss);
    requireShare("duplicate", duplicate);
    requireShare("reorder", reorder);
    requireNotNegative("delay", delayMillis);
    requireNotNegative("jitter", jitterMillis);
    requireNotNegative("rate", megabitsPerSecond);
  }

  /** The same link with this one-way delay. */
  public LinkSettings withDelay(double millis) {
    return new LinkSettings(
        millis, jitterMillis, loss, duplicate, reorder, megabitsPerSecond, seed);
  }

  /** The same link with this loss. */
  public LinkSettings withLoss(double share) {
    return new LinkSettings(
        delayMillis, jitterMillis, share, duplicate, reorder, megabitsPerSecond, seed);
  }

  /** The same link with this duplication and reordering. */
  public LinkSettings withDisorder(double duplicated, double reordered) {
    return new LinkSettings(
        delayMillis, jitterMillis, loss, duplicated, reordered, megabitsPerSecond, seed);
  }

  /** The same link with this rate. */
  public LinkSettings withRate(double megabits) {
    return new LinkSettings(delayMillis, jitterMillis, loss, duplicate, reorder, megabits, seed);
  }

  /** The same as options of {@link LinkMain}. */
  public List<String> toOptions() {
    return List.of(
        "--delay=" + delayMillis,
        "--jitter=" + jitterMillis,
        "--loss=" + loss,
        "--duplicate=" + duplicate,
        "--reorder=" + reorder,
        "--rate=" + megabitsPerSecond,
        "--seed=" + seed);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + value);
    }
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " is not negative, but this is " + value);
    }
  }
}
