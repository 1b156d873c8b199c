package net.groupvpn.overlay.dht;

import org.jspecify.annotations.Nullable;

/**
 * What came of looking for something that one node owns, or nobody. That nobody has it and that too
 * few answered to tell are two things: only the first may be passed on as a fact.
 *
 * @param isKnown whether enough nodes answered
 * @param found what was found; null if there is none, or it is not known
 */
public record Finding<T>(boolean isKnown, @Nullable T found) {
  /** Enough nodes said so. */
  public static <T> Finding<T> of(T found) {
    return new Finding<>(true, found);
  }

  /** Enough nodes said that there is none. */
  public static <T> Finding<T> nobody() {
    return new Finding<>(true, null);
  }

  /** Too few nodes answered. */
  public static <T> Finding<T> unknown() {
    return new Finding<>(false, null);
  }
}
