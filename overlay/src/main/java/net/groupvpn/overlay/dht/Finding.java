package net.groupvpn.overlay.dht;

import org.jspecify.annotations.Nullable;

/**
 * The result of a search for something that has one owner or none. "Nobody has it" and "too few
 * nodes answered" differ: only the first may be passed on as a fact.
 *
 * @param isKnown whether enough nodes answered
 * @param found what was found; null if there is none, or if that is not known
 */
public record Finding<T>(boolean isKnown, @Nullable T found) {
  /** Enough nodes agree on this. */
  public static <T> Finding<T> of(T found) {
    return new Finding<>(true, found);
  }

  /** Enough nodes agree that there is none. */
  public static <T> Finding<T> nobody() {
    return new Finding<>(true, null);
  }

  /** Too few nodes answered. */
  public static <T> Finding<T> unknown() {
    return new Finding<>(false, null);
  }
}
