package net.groupvpn.lab.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.session.MessageType;

/** The latest messages of each type in the hostile node's records, incoming or outgoing. */
final class Tap {
  private static final int KEPT_OF_EACH_TYPE = 32;
  private static final int MAX_BYTES = 8_000;

  private final Dice dice;
  private final Map<Integer, List<byte[]>> byType = new TreeMap<>();

  Tap(Dice dice) {
    this.dice = dice;
  }

  void note(byte[] bytes, int offset, int length) {
    if (length < 1 || length > MAX_BYTES) {
      return;
    }
    byte[] message = Arrays.copyOfRange(bytes, offset, offset + length);
    List<byte[]> kept = byType.computeIfAbsent(message[0] & 0xff, type -> new ArrayList<>());
    if (kept.size() < KEPT_OF_EACH_TYPE) {
      kept.add(message);
    } else {
      kept.set(dice.below(KEPT_OF_EACH_TYPE), message);
    }
  }

  /** A copy of a real message of that type; only the type byte if there was none. */
  byte[] sample(MessageType type) {
    List<byte[]> kept = byType.getOrDefault(type.code(), List.of());
    return kept.isEmpty() ? new byte[] {(byte) type.code()} : dice.oneOf(kept).clone();
  }
}
